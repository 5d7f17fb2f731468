use proptest::prelude::*;

use super::*;

const SAMPLES: [&[u8]; 10] = [
    include_bytes!("samples/postfix.eml"),
    include_bytes!("samples/postfix_delayed.eml"),
    include_bytes!("samples/postfix_given_up.eml"),
    include_bytes!("samples/exim.eml"),
    include_bytes!("samples/exim_in_words.eml"),
    include_bytes!("samples/exchange.eml"),
    include_bytes!("samples/gmail.eml"),
    include_bytes!("samples/qmail.eml"),
    include_bytes!("samples/delivered.eml"),
    include_bytes!("samples/holiday.eml"),
];
const LETTER: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

fn bounce(recipient: &str, is_permanent: bool, status: &str, words: &str) -> Option<Bounce> {
    Some(Bounce {
        recipient: Some(recipient.parse().unwrap()),
        letter: Some(LETTER.parse().unwrap()),
        is_permanent,
        status: Some(status.to_owned()),
        words: words.to_owned(),
    })
}

#[test]
fn each_server_is_understood_in_its_own_words() {
    let expected = [
        bounce(
            "camille.martin@mairie.example",
            true,
            "5.1.1",
            "550 5.1.1 <camille.martin@mairie.example>: Recipient address rejected: User unknown in virtual mailbox table",
        ),
        bounce(
            "camille@asso.example",
            false,
            "4.4.1",
            "connect to mx.asso.example[192.0.2.20]:25: Connection timed out",
        ),
        bounce(
            "camille@asso.example",
            false,
            "4.4.1",
            "connect to mx.asso.example[192.0.2.20]:25: Connection timed out",
        ),
        bounce("camille@asso.example", true, "5.0.0", "5.0.0"),
        bounce(
            "camille@asso.example",
            true,
            "5.0.0",
            "SMTP error from remote mail server after RCPT TO:<camille@asso.example>: host mx.asso.example [192.0.2.20]: 550 No such user here",
        ),
        bounce(
            "camille.durand@prefecture.example",
            true,
            "5.1.10",
            "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
        ),
        bounce(
            "camille.petit@courriel.example",
            false,
            "5.2.2",
            "552-5.2.2 The recipient's inbox is out of storage space. 552 5.2.2 Please direct the recipient to free some. - gsmtp",
        ),
        bounce("camille@asso.example", true, "5.1.1", "Sorry, no mailbox here by that name. (#5.1.1)"),
        None,
        None,
    ];
    for (sample, expected) in SAMPLES.into_iter().zip(expected) {
        assert_eq!(read(sample), expected, "{}", String::from_utf8_lossy(sample));
        let with_returns = String::from_utf8_lossy(sample).replace('\n', "\r\n");
        assert_eq!(read(with_returns.as_bytes()), expected, "with the ends of lines that SMTP has");
    }
}

#[test]
fn a_status_is_found_wherever_it_stands() {
    for (text, status) in [
        ("5.1.1 (bad destination mailbox address)", Some("5.1.1")),
        ("550-5.1.1 no such user", Some("5.1.1")),
        ("mailbox full (#4.2.2).", Some("4.2.2")),
        ("550 No such user", Some("5.0.0")),
        ("host 192.0.2.20 said nothing", None),
        ("5.1", None),
        ("", None),
    ] {
        assert_eq!(status_in(text).as_deref(), status, "{text}");
    }
}

#[test]
fn what_is_wrong_with_one_letter_is_not_held_against_the_address() {
    for (status, is_permanent) in [
        ("5.1.1", true),
        ("5.0.0", true),
        ("5.2.1", true),
        ("5.4.1", true),
        ("5.2.2", false),
        ("5.7.1", false),
        ("5.3.4", false),
        ("4.4.1", false),
    ] {
        assert_eq!(is_of_the_address(status), is_permanent, "{status}");
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        drop(read(&bytes));
    }

    #[test]
    fn no_damaged_report_makes_it_panic(
        sample in 0..SAMPLES.len(),
        cut in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..20),
    ) {
        let mut bytes = SAMPLES[sample].to_vec();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        bytes.truncate(cut.index(bytes.len()));
        if let Some(bounce) = read(&bytes) {
            prop_assert!(bounce.words.chars().count() <= LONGEST_WORDS);
            prop_assert!(!bounce.words.contains(char::is_control));
        }
    }
}
