use super::*;
use crate::{LetterId, LetterState};
use jiff::Timestamp;

#[test]
fn a_server_is_read_with_its_usual_port_and_its_encryption() {
    for (text, told, encryption) in [
        ("smtps://mail.example.org", "mail.example.org:465", Encryption::Whole),
        ("smtp://mail.example.org", "mail.example.org:587", Encryption::Started),
        ("smtp://u%40x:p%3Aw@mail.example.org:2525/", "mail.example.org:2525", Encryption::Started),
        ("smtp://127.0.0.1:1025", "127.0.0.1:1025", Encryption::IfOffered),
        ("smtp://localhost", "localhost:25", Encryption::IfOffered),
    ] {
        let server: MailServer = text.parse().unwrap();
        assert_eq!((server.to_string().as_str(), server.encryption()), (told, encryption), "{text}");
    }
    let server: MailServer = "smtp://u%40x:p%3Aw@mail.example.org".parse().unwrap();
    assert_eq!(server.credentials, Some(("u@x".into(), "p:w".into())));
    assert!(!format!("{server:?}").contains("p:w"));
    assert_eq!(server.without_insisting().encryption(), Encryption::IfOffered);
}

#[test]
fn what_is_no_server_is_refused() {
    for text in ["", "mail.example.org", "http://x", "smtp://", "smtp://a b", "smtp://x:port", "smtp://user@host"] {
        assert_eq!(text.parse::<MailServer>(), Err(MailServerFault), "{text}");
    }
}

fn letter(subject: &str) -> Kept {
    Kept {
        id: LetterId("01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap()),
        kind: "test.letter".into(),
        recipient: "camille@example.org".into(),
        lang: "fr".into(),
        subject: subject.into(),
        text: "Bonjour à vous,\n".into(),
        html: "<p>Bonjour à vous,</p>".into(),
        posted: Timestamp::constant(1_800_000_000, 0),
        useless_after: None,
        state: LetterState::Waiting,
        is_doubtful: false,
        changed: Timestamp::constant(1_800_000_000, 0),
        answer: None,
    }
}

#[test]
fn a_letter_is_written_with_the_headers_that_others_rely_on() {
    let sender: Sender = "Essaim d’été <bonjour@example.org>".parse().unwrap();
    let mail = String::from_utf8(written(&sender, &letter("Été : votre lien")).unwrap()).unwrap();
    for line in [
        "To: camille@example.org\r\n",
        "Message-ID: <01890a5d-ac96-774b-bcce-b302099a8057@example.org>\r\n",
        "Date: Fri, 15 Jan 2027 08:00:00 +0000\r\n",
        "Auto-Submitted: auto-generated\r\n",
        "Content-Language: fr\r\n",
        "Content-Type: multipart/alternative;",
    ] {
        assert!(mail.contains(line), "{line} in {mail}");
    }
    assert!(mail.is_ascii(), "any server carries it");
}

#[test]
fn nothing_in_a_subject_becomes_a_header() {
    let sender: Sender = "\"x\r\nBcc: a@b.fr\" <bonjour@example.org>".parse().unwrap();
    let mail =
        String::from_utf8(written(&sender, &letter("a\r\nBcc: victim@example.org\r\n\r\nbody")).unwrap()).unwrap();
    let head = mail.split("\r\n\r\n").next().unwrap();
    assert!(!head.lines().any(|line| line.to_ascii_lowercase().starts_with("bcc:")), "{head}");
    assert!(!head.contains("\r\nbody"), "{head}");
}
