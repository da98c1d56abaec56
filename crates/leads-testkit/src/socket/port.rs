//! A port that can be closed and opened again.

use std::future::poll_fn;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::runtime::Handle;
use tokio::sync::Notify;

/// A random port of this machine. While it is closed, connections are refused by the system itself, and a second
/// socket that is bound and does not listen keeps the number from being given to another program.
#[derive(Debug)]
pub(crate) struct Port {
    address: SocketAddr,
    _holder: TcpSocket,
    listener: Mutex<Option<TcpListener>>,
    changed: Notify,
    runtime: Handle,
}

impl Port {
    pub(crate) fn open() -> io::Result<Self> {
        let holder = bound(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
        let address = holder.local_addr()?;
        let listener = listen(address)?;
        Ok(Self {
            address,
            _holder: holder,
            listener: Mutex::new(Some(listener)),
            changed: Notify::new(),
            runtime: Handle::current(),
        })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Closes or opens the port, at once.
    pub(crate) fn set_open(&self, open: bool) {
        let mut listener = self.listener();
        if open == listener.is_some() {
            return;
        }
        if open {
            // The script may be changed from a thread that has no runtime.
            let _entered = self.runtime.enter();
            *listener = listen(self.address).ok();
        } else {
            *listener = None;
        }
        drop(listener);
        self.changed.notify_one();
    }

    /// The next connection, while the port is open.
    pub(crate) async fn accept(&self) -> TcpStream {
        loop {
            let accepted = poll_fn(|context| match &*self.listener() {
                Some(listener) => listener.poll_accept(context),
                None => Poll::Pending,
            });
            tokio::select! {
                accepted = accepted => {
                    if let Ok((stream, _)) = accepted {
                        return stream;
                    }
                }
                () = self.changed.notified() => {}
            }
        }
    }

    fn listener(&self) -> MutexGuard<'_, Option<TcpListener>> {
        self.listener.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn bound(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    #[cfg(unix)]
    socket.set_reuseport(true)?;
    #[cfg(not(unix))]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    Ok(socket)
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    bound(address)?.listen(1024)
}
