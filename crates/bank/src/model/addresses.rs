//! Which experience an address belongs to: the one that bears it, or the one that bore it and redirects.

use std::collections::{BTreeMap, BTreeSet};

use super::Slug;

/// Every slug of the bank, present and former, and the folders that are being imported.
#[derive(Debug, Clone, Default)]
pub struct Addresses {
    present: BTreeSet<String>,
    /// A former slug, and the present one of its experience.
    former: BTreeMap<String, String>,
    folders: BTreeSet<String>,
}

impl Addresses {
    /// From the present slugs, the former ones with the present one of their experience, and the folders of the import.
    pub fn new(
        present: impl IntoIterator<Item = String>,
        former: impl IntoIterator<Item = (String, String)>,
        folders: impl IntoIterator<Item = String>,
    ) -> Self {
        Self {
            present: present.into_iter().collect(),
            former: former.into_iter().collect(),
            folders: folders.into_iter().collect(),
        }
    }

    /// The present slug of the experience that a file tells anew: it bears the file's slug, or else one that the file
    /// calls former. `None` where the file tells a new one.
    pub fn bearer(&self, slug: &str, former: &[Slug]) -> Option<&str> {
        let mut candidates =
            std::iter::once(slug).chain(former.iter().map(Slug::as_str).filter(|former| !self.is_folder(former, slug)));
        candidates.find_map(|slug| self.present.get(slug)).map(String::as_str)
    }

    /// The other experience that this address now leads to, where the file does not tell that one.
    pub fn moved_to(&self, slug: &str, former: &[Slug]) -> Option<&str> {
        let holder = self.former.get(slug).map(String::as_str)?;
        (self.bearer(slug, former) != Some(holder)).then_some(holder)
    }

    /// The other experience that a former slug belongs to.
    pub fn holder<'a>(&'a self, former: &'a Slug, slug: &str, all: &[Slug]) -> Option<&'a str> {
        let bearer = self.bearer(slug, all);
        let known = self.present.get(former.as_str()).or_else(|| self.former.get(former.as_str()));
        match known.map(String::as_str) {
            Some(holder) => (Some(holder) != bearer).then_some(holder),
            None => self.is_folder(former.as_str(), slug).then(|| former.as_str()),
        }
    }

    /// Another folder of the same import: it cannot be an old name at the same time.
    fn is_folder(&self, former: &str, slug: &str) -> bool {
        former != slug && self.folders.contains(former)
    }

    /// An experience was written: it leaves the addresses that it had and takes these.
    pub fn settle(&mut self, bearer: Option<&str>, slug: &Slug, former: &[Slug]) {
        if let Some(bearer) = bearer {
            self.present.remove(bearer);
            self.former.retain(|_, holder| holder != bearer);
        }
        self.present.insert(slug.to_string());
        self.former.extend(former.iter().map(|former| (former.to_string(), slug.to_string())));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bank() -> Addresses {
        let texts = |list: &[&str]| list.iter().map(|slug| (*slug).to_owned()).collect::<Vec<_>>();
        Addresses::new(texts(&["new", "other"]), [("old".to_owned(), "new".to_owned())], texts(&["new", "file"]))
    }

    fn slugs(list: &[&str]) -> Vec<Slug> {
        list.iter().map(|slug| slug.parse().unwrap()).collect()
    }

    #[test]
    fn a_file_tells_the_experience_of_its_slug_or_of_a_former_one() {
        let bank = bank();
        assert_eq!(bank.bearer("new", &slugs(&["other"])), Some("new"));
        assert_eq!(bank.bearer("file", &slugs(&["other"])), Some("other"));
        assert_eq!(bank.bearer("file", &slugs(&["new"])), None, "the folder new tells that one");
        assert_eq!(bank.bearer("file", &[]), None);
    }

    #[test]
    fn an_address_belongs_to_one_experience() {
        let bank = bank();
        assert_eq!(bank.moved_to("old", &[]), Some("new"));
        assert_eq!(bank.moved_to("old", &slugs(&["other"])), Some("new"));
        assert_eq!(bank.moved_to("new", &[]), None);
        for (former, slug, holder) in
            [("old", "file", Some("new")), ("new", "file", Some("new")), ("old", "new", None), ("free", "file", None)]
        {
            let all = slugs(&[former]);
            assert_eq!(bank.holder(&all[0], slug, &all), holder, "{former} {slug}");
        }
        let two = slugs(&["other", "old"]);
        assert_eq!(bank.holder(&two[0], "file", &two), None, "it is renamed");
        assert_eq!(bank.holder(&two[1], "file", &two), Some("new"));
    }

    #[test]
    fn a_name_can_be_taken_back() {
        let mut bank = Addresses::new(["new".to_owned()], [("old".to_owned(), "new".to_owned())], []);
        let former = slugs(&["new"]);
        assert_eq!((bank.bearer("old", &former), bank.moved_to("old", &former)), (Some("new"), None));
        bank.settle(Some("new"), &"old".parse().unwrap(), &former);
        assert_eq!((bank.bearer("old", &former), bank.moved_to("new", &[])), (Some("old"), Some("old")));
    }
}
