use jiff::Timestamp;

use super::*;
use crate::LetterState;

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
        reply_to: None,
        unsubscribe: None,
        follows: None,
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

#[test]
fn an_answer_goes_to_whom_it_is_for_and_letters_are_ended_by_one_click() {
    let sender: Sender = "Essaim <bonjour@example.org>".parse().unwrap();
    let first = "01890a5d-ac96-774b-bcce-b302099a8000";
    let kept = Kept {
        reply_to: Some("Régie de quartier <regie@asso.example>".parse().unwrap()),
        unsubscribe: Some(format!("https://essaim.example/{}", "x".repeat(90))),
        follows: Some(first.parse().unwrap()),
        ..letter("Une offre pour vous")
    };
    let mail = String::from_utf8(written(&sender, &kept).unwrap()).unwrap();
    let unfolded = mail.replace("\r\n ", " ");
    for line in [
        format!("In-Reply-To: <{first}@example.org>\r\n"),
        format!("References: <{first}@example.org>\r\n"),
        format!("List-Unsubscribe: <https://essaim.example/{}>\r\n", "x".repeat(90)),
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n".to_owned(),
        "<regie@asso.example>\r\n".to_owned(),
    ] {
        assert!(unfolded.contains(&line), "{line} in {mail}");
    }
    let plain = String::from_utf8(written(&sender, &letter("Sans suite")).unwrap()).unwrap();
    for name in ["Reply-To", "In-Reply-To", "References", "List-Unsubscribe"] {
        assert!(!plain.contains(name), "{name} in {plain}");
    }
}
