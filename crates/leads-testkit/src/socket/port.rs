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
    state: Mutex<State>,
    changed: Notify,
    runtime: Handle,
}

#[derive(Debug, Default)]
struct State {
    listener: Option<TcpListener>,
    /// Who wants it closed: it is open when nobody does.
    closed: [bool; 3],
}

/// Who wants a port closed. Each says so for itself, so that none opens what another closed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum By {
    /// The script of faults.
    Script,
    /// The user, by hand.
    Hand,
    /// The end of the fake.
    End,
}

impl Port {
    pub(crate) fn open() -> io::Result<Self> {
        let holder = bound(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
        let address = holder.local_addr()?;
        let state = State { listener: Some(listen(address)?), closed: [false; 3] };
        Ok(Self {
            address,
            _holder: holder,
            state: Mutex::new(state),
            changed: Notify::new(),
            runtime: Handle::current(),
        })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Closes the port, or takes that back. It happens at once.
    pub(crate) fn close(&self, by: By, closed: bool) {
        let mut state = self.state();
        if let Some(wish) = state.closed.get_mut(by as usize) {
            *wish = closed;
        }
        let open = !state.closed.contains(&true);
        if open == state.listener.is_some() {
            return;
        }
        state.listener = if open {
            // The script may be changed from a thread that has no runtime.
            let _entered = self.runtime.enter();
            listen(self.address).ok()
        } else {
            None
        };
        drop(state);
        self.changed.notify_one();
    }

    /// The next connection, while the port is open.
    pub(crate) async fn accept(&self) -> TcpStream {
        loop {
            let accepted = poll_fn(|context| match &self.state().listener {
                Some(listener) => listener.poll_accept(context),
                None => Poll::Pending,
            });
            tokio::select! {
                accepted = accepted => {
                    if let Ok((stream, _)) = accepted {
                        return stream;
                    }
                    // Out of sockets, for example: others must come to their turn and free some.
                    tokio::task::yield_now().await;
                }
                () = self.changed.notified() => {}
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
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
