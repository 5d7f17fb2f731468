//! Brings memory near before it is read: what a page of results looks at lies far apart, and asking for all of it at once
//! costs one trip instead of dozens.

/// Asks for the first bytes of a stretch; nothing happens where the processor cannot be asked.
#[inline]
pub(crate) fn bring_near(bytes: &[u8]) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        #[expect(unsafe_code, reason = "a hint: nothing is read, whatever the address")]
        unsafe {
            _mm_prefetch::<_MM_HINT_T0>(bytes.as_ptr().cast());
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = bytes;
}
