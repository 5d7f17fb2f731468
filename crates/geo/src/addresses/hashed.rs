//! Tables from a hash to numbers, read where they lie.

use std::hash::Hasher;

/// A hash that stays the same from one build of the program to the next: tables on disk are made with it.
pub(super) fn hash(salt: u64, bytes: &[u8]) -> u32 {
    let mut hasher = Steady(salt);
    hasher.write(bytes);
    (hasher.finish() >> 32) as u32
}

struct Steady(u64);

impl Hasher for Steady {
    fn write(&mut self, bytes: &[u8]) {
        // FNV-1a by eight bytes, stirred (constants of splitmix64).
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            let mixed = (self.0 ^ u64::from_le_bytes(word)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            self.0 = mixed ^ (mixed >> 29);
        }
        self.0 ^= bytes.len() as u64;
    }

    fn finish(&self) -> u64 {
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

/// Numbers found by a hash; different things may share one, whoever asks looks again.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hashed<'d> {
    /// Where the entries of each bucket begin; one more than there are buckets.
    directory: &'d [u32],
    /// Hash above, number below; sorted.
    entries: &'d [u64],
}

impl<'d> Hashed<'d> {
    pub(super) const fn of(directory: &'d [u32], entries: &'d [u64]) -> Self {
        Self { directory, entries }
    }

    /// Whether the last bucket ends where the entries do.
    pub(super) fn fits(&self) -> bool {
        self.directory.last().is_none_or(|end| *end as usize == self.entries.len())
    }

    /// The numbers of a hash.
    #[inline]
    pub(super) fn get(&self, hash: u32) -> impl Iterator<Item = u32> + use<'d> {
        let bucket = bucket(hash, self.directory.len());
        let bound = |at: usize| self.directory.get(at).map_or(0, |start| *start as usize);
        let entries = self.entries.get(bound(bucket)..bound(bucket + 1)).unwrap_or_default();
        entries.iter().filter(move |entry| (**entry >> 32) as u32 == hash).map(|entry| *entry as u32)
    }
}

fn bucket(hash: u32, directory: usize) -> usize {
    let buckets = directory.saturating_sub(1) as u64;
    ((u64::from(hash) * buckets) >> 32) as usize
}

/// The two tables of [`Hashed`], as bytes.
pub(super) fn table(mut entries: Vec<(u32, u32)>) -> (Vec<u8>, Vec<u8>) {
    /// So many entries share a bucket: one line of memory.
    const TOGETHER: usize = 6;
    entries.sort_unstable();
    entries.dedup();
    let mut directory = vec![0u32; entries.len() / TOGETHER + 2];
    let length = directory.len();
    for (hash, _) in &entries {
        directory[bucket(*hash, length) + 1] += 1;
    }
    for at in 1..length {
        directory[at] += directory[at - 1];
    }
    let entries: Vec<u64> =
        entries.into_iter().map(|(hash, number)| u64::from(hash) << 32 | u64::from(number)).collect();
    (bytemuck::cast_slice(&directory).to_vec(), bytemuck::cast_slice(&entries).to_vec())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_was_put_in_is_found(keys in prop::collection::vec("[a-z]{0,12}", 0..200)) {
            let entries = keys.iter().zip(0..).map(|(key, number)| (hash(1, key.as_bytes()), number)).collect();
            let (directory, entries) = table(entries);
            let (directory, entries): (Vec<u32>, Vec<u64>) =
                (bytemuck::pod_collect_to_vec(&directory), bytemuck::pod_collect_to_vec(&entries));
            let hashed = Hashed::of(&directory, &entries);
            for (key, number) in keys.iter().zip(0..) {
                prop_assert!(hashed.get(hash(1, key.as_bytes())).any(|found| found == number));
            }
            prop_assert!(Hashed::of(&[], &[]).get(7).next().is_none());
        }
    }
}
