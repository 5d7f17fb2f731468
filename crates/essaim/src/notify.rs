//! Telling the service manager where the program stands: one datagram on the socket that it names (sd_notify).

use std::env;
use std::ffi::OsStr;
use std::io;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};

/// A moment that systemd waits for, with `Type=notify`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    /// Visitors are let in.
    Ready,
    /// No new request is taken.
    Stopping,
}

/// Tells it, where somebody listens. A manager that does not hear is told of in the log, and stops nothing.
pub(crate) fn tell(moment: Moment) {
    let Some(socket) = env::var_os("NOTIFY_SOCKET").filter(|name| !name.is_empty()) else { return };
    if let Err(error) = send(&socket, moment) {
        tracing::warn!(%error, "the service manager cannot be told");
    }
}

fn send(socket: &OsStr, moment: Moment) -> io::Result<()> {
    // A name that begins with @ is in no folder: the system writes it with a zero.
    let address = match socket.as_bytes().strip_prefix(b"@") {
        Some(name) => SocketAddr::from_abstract_name(name)?,
        None => SocketAddr::from_pathname(socket)?,
    };
    let message: &[u8] = match moment {
        Moment::Ready => b"READY=1\n",
        Moment::Stopping => b"STOPPING=1\n",
    };
    UnixDatagram::unbound()?.send_to_addr(message, &address).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manager_hears_by_a_path_and_by_a_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notify");
        let name = format!("essaim-test-{}", std::process::id());
        let by_path = UnixDatagram::bind(&path).unwrap();
        let by_name = UnixDatagram::bind_addr(&SocketAddr::from_abstract_name(&name).unwrap()).unwrap();
        send(path.as_os_str(), Moment::Ready).unwrap();
        send(OsStr::new(&format!("@{name}")), Moment::Stopping).unwrap();
        let hear = |socket: &UnixDatagram| {
            let mut bytes = [0; 64];
            let length = socket.recv(&mut bytes).unwrap();
            String::from_utf8_lossy(&bytes[..length]).into_owned()
        };
        assert_eq!(hear(&by_path), "READY=1\n");
        assert_eq!(hear(&by_name), "STOPPING=1\n");
    }
}
