//! The languages of the site.

/// A language of the site: French lives at `/`, English under `/en/`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lang {
    /// French, at the root.
    #[default]
    Fr,
    /// English, under `/en/`.
    En,
}

impl Lang {
    /// Every language, the first one being that of the root.
    pub const ALL: [Self; 2] = [Self::Fr, Self::En];

    /// The code for `lang` attributes and for keys: `fr`, `en`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// The language's own name, for the switch.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fr => "Français",
            Self::En => "English",
        }
    }

    /// What stands before a path in this language: nothing, or `/en`.
    #[must_use]
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Fr => "",
            Self::En => "/en",
        }
    }

    /// The language that the switch offers.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Fr => Self::En,
            Self::En => Self::Fr,
        }
    }

    /// `fr_FR`, `en_GB`: the form that previews of links ask for.
    #[must_use]
    pub const fn locale(self) -> &'static str {
        match self {
            Self::Fr => "fr_FR",
            Self::En => "en_GB",
        }
    }

    /// The language that an `Accept-Language` header prefers; French when it names none of ours.
    ///
    /// ```
    /// # use essaim_web::Lang;
    /// assert_eq!(Lang::negotiate("de, en-GB;q=0.8, fr;q=0.3"), Lang::En);
    /// assert_eq!(Lang::negotiate("*"), Lang::Fr);
    /// ```
    #[must_use]
    pub fn negotiate(accept_language: &str) -> Self {
        let mut best = (Self::Fr, 0.0_f32);
        for range in accept_language.split(',').take(32) {
            let mut parts = range.split(';');
            let tag = parts.next().unwrap_or_default().trim();
            let weight =
                parts.find_map(|part| part.trim().strip_prefix("q=")).map_or(1.0, |q| q.trim().parse().unwrap_or(0.0));
            let named = Self::ALL.into_iter().find(|lang| {
                tag.get(..2).is_some_and(|head| head.eq_ignore_ascii_case(lang.code()))
                    && matches!(tag.as_bytes().get(2), None | Some(b'-'))
            });
            if let Some(lang) = named
                && weight > best.1
            {
                best = (lang, weight);
            }
        }
        best.0
    }
}
