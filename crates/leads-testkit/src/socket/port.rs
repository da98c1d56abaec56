//! A port that can be closed and reopened.

use crate::faults::Gate;
use std::future::poll_fn;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::runtime::Handle;
use tokio::sync::Notify;

/// A random local port. While it is closed, the operating system refuses connections, and a second socket that is bound
/// but does not listen keeps the port from being assigned to another program.
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
    /// Who requested it to be closed. It is open if no entry is set.
    closed: [bool; 3],
}

/// Who requested a port to be closed. Each is tracked separately, so that none reopens what another closed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum By {
    /// The fault script.
    Script,
    /// The user.
    Hand,
    /// The end of the fake.
    End,
}

impl Port {
    /// Opens a port; 0 is a random one.
    ///
    /// A port that another process listens on is an error, although the system would let a second process of this user
    /// share it.
    pub(crate) fn open(port: u16) -> io::Result<Self> {
        let wanted = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        if port != 0 {
            drop(std::net::TcpListener::bind(wanted)?);
        }
        let holder = bound(wanted)?;
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

    /// Closes the port, or withdraws that request. Takes effect immediately.
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
            // The script may be changed from a thread without a runtime.
            let _entered = self.runtime.enter();
            listen(self.address).ok()
        } else {
            None
        };
        drop(state);
        self.changed.notify_one();
    }

    /// Accepts the next connection while the port is open.
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
                    // The process may be out of sockets, for example: let other tasks run and free some.
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

impl Gate for Port {
    fn refuse(&self, refused: bool) {
        self.close(By::Script, refused);
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
