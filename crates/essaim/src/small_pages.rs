//! Memory in small pages.

/// Asks the system for small pages only, before much is allocated.
///
/// Huge ones come late where memory is scattered, so that a book waits now and then, and they hold what nobody asked for:
/// without them a bank takes less, and a large book is set faster.
pub(crate) fn ask() {
    #[cfg(target_os = "linux")]
    {
        #[expect(unsafe_code, reason = "a call of the system that touches no memory of ours")]
        // A kernel that refuses leaves things as they are.
        let _refused = unsafe { libc::prctl(libc::PR_SET_THP_DISABLE, 1, 0, 0, 0) };
    }
}
