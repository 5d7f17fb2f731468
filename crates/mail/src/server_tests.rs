use super::*;

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
