//! A letter's words as plain text, and as the simplest HTML: both say the same.

use super::Block;

/// The width of a line of plain text.
const WIDTH: usize = 72;

/// As plain text.
pub(crate) fn text(body: &[Block]) -> String {
    let pieces: Vec<String> = body.iter().map(piece).collect();
    let mut text = pieces.join("\n\n");
    text.push('\n');
    text
}

fn piece(block: &Block) -> String {
    match block {
        Block::Paragraph(words) => words.lines().map(|line| folded(line, "")).collect::<Vec<_>>().join("\n"),
        // A link that is folded leads nowhere.
        Block::Link { href, .. } => href.clone(),
        Block::Code(code) => format!("    {code}"),
        Block::Quote(words) => words.lines().map(|line| folded(line, "> ")).collect::<Vec<_>>().join("\n"),
        Block::List(lines) => lines.iter().map(|line| listed(line)).collect::<Vec<_>>().join("\n"),
    }
}

fn listed(line: &str) -> String {
    folded(line, "  ").replacen("  ", "- ", 1)
}

/// A line folded between words, each line beginning with a mark.
fn folded(line: &str, mark: &str) -> String {
    let mut folded = mark.to_owned();
    let mut width = mark.chars().count();
    for (position, word) in line.split(' ').filter(|word| !word.is_empty()).enumerate() {
        let long = word.chars().count();
        if position > 0 && width + 1 + long > WIDTH {
            folded.push('\n');
            folded.push_str(mark);
            width = mark.chars().count();
        } else if position > 0 {
            folded.push(' ');
            width += 1;
        }
        folded.push_str(word);
        width += long;
    }
    folded
}

/// As HTML: no picture, no script, nothing fetched from anywhere; its few styles stand in it, since mail programs read
/// no others.
pub(crate) fn html(lang: &str, subject: &str, body: &[Block]) -> String {
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\"><title>{}</title></head>\n\
         <body style=\"margin:0;padding:24px;font:17px/1.5 Verdana,sans-serif\"><div style=\"max-width:34em\">\n",
        escaped(subject)
    );
    for block in body {
        html.push_str(&element(block));
        html.push('\n');
    }
    html.push_str("</div></body></html>\n");
    html
}

fn element(block: &Block) -> String {
    match block {
        Block::Paragraph(words) => format!("<p>{}</p>", broken(words)),
        Block::Link { label, href } => {
            let (label, href) = (escaped(label), escaped(href));
            format!(
                "<p><a href=\"{href}\" style=\"display:inline-block;padding:12px 20px;background:#f2b233;color:#122;\
                 font-weight:bold;text-decoration:none;border-radius:6px\">{label}</a></p>\n<p style=\"font-size:14px\">{href}</p>"
            )
        }
        Block::Code(code) => {
            format!("<p style=\"font-size:26px;letter-spacing:3px\"><strong>{}</strong></p>", escaped(code))
        }
        Block::Quote(words) => format!(
            "<blockquote style=\"margin:0;padding-left:16px;border-left:3px solid #999\">{}</blockquote>",
            broken(words)
        ),
        Block::List(lines) => {
            let items: Vec<String> = lines.iter().map(|line| format!("<li>{}</li>", escaped(line))).collect();
            format!("<ul>{}</ul>", items.concat())
        }
    }
}

fn broken(words: &str) -> String {
    words.lines().map(escaped).collect::<Vec<_>>().join("<br>")
}

fn escaped(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body() -> Vec<Block> {
        vec![
            Block::Paragraph("Bonjour,".into()),
            Block::Paragraph(
                "Une phrase assez longue pour devoir être coupée entre deux mots, sans qu’aucun ne se perde en route."
                    .into(),
            ),
            Block::Link {
                label: "Entrer <ici>".into(),
                href: format!("https://example.org/{}?a=1&b=2", "x".repeat(80)),
            },
            Block::Code("1234 5678".into()),
            Block::Quote("<script>alert(1)</script>\n\nDeuxième ligne, \"citée\".".into()),
            Block::List(vec!["un".into(), "deux & trois".into()]),
        ]
    }

    #[test]
    fn both_forms_say_the_same() {
        insta::assert_snapshot!("written_as_text", text(&body()));
        insta::assert_snapshot!("written_as_html", html("fr", "Objet <b>", &body()));
    }

    #[test]
    fn nothing_that_somebody_wrote_becomes_html() {
        let hostile = "</p><img src=x onerror=alert(1)>'\"&";
        let blocks = [
            Block::Paragraph(hostile.into()),
            Block::Link { label: hostile.into(), href: hostile.into() },
            Block::Code(hostile.into()),
            Block::Quote(hostile.into()),
            Block::List(vec![hostile.into()]),
        ];
        let html = html("fr", hostile, &blocks);
        assert!(!html.contains("<img") && !html.contains("onerror=alert(1)>'"), "{html}");
    }

    #[test]
    fn no_line_of_text_is_longer_than_it_must_be() {
        for line in text(&body()).lines() {
            assert!(line.chars().count() <= WIDTH || !line.contains(' '), "{line}");
        }
    }
}
