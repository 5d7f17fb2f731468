//! Sets of documents as bits, sixty-four to a word.

/// How many words hold this many documents.
pub(crate) fn words_for(documents: usize) -> usize {
    documents.div_ceil(64)
}

/// The set of all documents.
pub(crate) fn fill(bits: &mut Vec<u64>, documents: usize) {
    bits.clear();
    bits.resize(words_for(documents), !0);
    if let Some(last) = bits.last_mut().filter(|_| !documents.is_multiple_of(64)) {
        *last = (1 << (documents % 64)) - 1;
    }
}

/// The empty set.
pub(crate) fn clear(bits: &mut Vec<u64>, documents: usize) {
    bits.clear();
    bits.resize(words_for(documents), 0);
}

pub(crate) fn insert(bits: &mut [u64], doc: u32) {
    bits[doc as usize / 64] |= 1 << (doc % 64);
}

pub(crate) fn contains(bits: &[u64], doc: u32) -> bool {
    bits[doc as usize / 64] >> (doc % 64) & 1 == 1
}

pub(crate) fn keep_common(bits: &mut [u64], other: &[u64]) {
    bits.iter_mut().zip(other).for_each(|(word, other)| *word &= other);
}

pub(crate) fn remove_all(bits: &mut [u64], other: &[u64]) {
    bits.iter_mut().zip(other).for_each(|(word, other)| *word &= !other);
}

pub(crate) fn insert_all(bits: &mut [u64], other: &[u64]) {
    bits.iter_mut().zip(other).for_each(|(word, other)| *word |= other);
}

/// Calls `each` with every document of the set, in order.
#[inline]
pub(crate) fn for_each(bits: &[u64], mut each: impl FnMut(u32)) {
    for (at, &word) in bits.iter().enumerate() {
        let mut left = word;
        while left != 0 {
            each(at as u32 * 64 + left.trailing_zeros());
            left &= left - 1;
        }
    }
}

/// How many documents a set holds.
pub(crate) fn count(bits: &[u64]) -> u32 {
    count_common(bits, bits)
}

/// How many documents two sets share. Counting bits is what a page of facets spends its time on, and the plainest
/// x86-64 has no instruction for it: the processor at hand is asked for a better one.
pub(crate) fn count_common(one: &[u64], other: &[u64]) -> u32 {
    #[cfg(target_arch = "x86_64")]
    {
        if std::arch::is_x86_feature_detected!("avx512vpopcntdq") && std::arch::is_x86_feature_detected!("avx512vl") {
            #[expect(unsafe_code, reason = "the line above made sure that the processor has these instructions")]
            return unsafe { count_common_avx512(one, other) };
        }
        if std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("popcnt") {
            #[expect(unsafe_code, reason = "the line above made sure that the processor has these instructions")]
            return unsafe { count_common_avx2(one, other) };
        }
    }
    count_common_plain(one, other)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512vl,avx512vpopcntdq,popcnt")]
fn count_common_avx512(one: &[u64], other: &[u64]) -> u32 {
    count_common_plain(one, other)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,popcnt")]
fn count_common_avx2(one: &[u64], other: &[u64]) -> u32 {
    count_common_plain(one, other)
}

#[inline(always)]
fn count_common_plain(one: &[u64], other: &[u64]) -> u32 {
    one.iter().zip(other).map(|(one, other)| u64::from((one & other).count_ones())).sum::<u64>() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_way_of_counting_agrees(one in prop::collection::vec(any::<u64>(), 0..200), other in prop::collection::vec(any::<u64>(), 0..200)) {
            prop_assert_eq!(count_common(&one, &other), count_common_plain(&one, &other));
            let mut listed = 0;
            for_each(&one, |doc| { assert!(contains(&one, doc)); listed += 1; });
            prop_assert_eq!(listed, count(&one));
        }
    }
}
