//! The mails of accounts.

use essaim_mail::{Address, Block, Letter, post};
use essaim_store::Transaction;
use essaim_web::Shell;
use jiff::Timestamp;

use crate::AccountsError;
use crate::model::{Link, shown_code};

/// Sends a link to sign in, its code, and for how long both serve still.
pub(crate) async fn sign_in(
    tx: &Transaction,
    at: Timestamp,
    shell: &Shell,
    to: &Address,
    link: &Link,
) -> Result<(), AccountsError> {
    let lang = link.lang;
    let site = || [("site", shell.config().site_name.as_str().into())];
    let minutes = link.ends.duration_since(at).as_mins().max(1);
    let letter = Letter {
        kind: "accounts.sign-in",
        to: to.clone(),
        lang: lang.code(),
        subject: shell.tn(lang, "letter-sign-in-subject", &site()),
        body: vec![
            Block::Paragraph(shell.t(lang, "letter-greeting").to_owned()),
            Block::Paragraph(shell.tn(lang, "letter-sign-in-link", &site())),
            Block::Link {
                label: shell.tn(lang, "letter-sign-in-go", &site()),
                href: shell.public_url(lang, &link.path()),
            },
            Block::Paragraph(shell.t(lang, "letter-sign-in-code").to_owned()),
            Block::Code(shown_code(&link.code)),
            Block::Paragraph(shell.tn(lang, "letter-sign-in-duration", &[("minutes", minutes.into())])),
            Block::Paragraph(shell.t(lang, "letter-sign-in-not-you").to_owned()),
        ],
        useless_after: Some(link.ends),
        reply_to: None,
        unsubscribe: None,
        follows: None,
    };
    post(tx, at, &letter).await?;
    Ok(())
}
