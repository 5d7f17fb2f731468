//! The comparison through the router.

use crate::testing::TestSite;

fn slugs(site: &TestSite, count: usize) -> Vec<String> {
    let snapshot = site.bank.snapshot().unwrap();
    snapshot.entries().iter().take(count).map(|entry| entry.experience.slug.to_string()).collect()
}

#[tokio::test]
async fn up_to_four_stand_side_by_side_in_both_languages() {
    let site = TestSite::with_samples().await;
    for count in 0..=4 {
        let path = format!("/comparer?fiches={}", slugs(&site, count).join(","));
        for path in [path.clone(), format!("/en{path}")] {
            let html = site.page(&path).await;
            assert!(!html.contains("&#60;svg"), "{path}");
            assert_eq!(html.matches("<div class=\"cells\"").count(), count, "{path}");
        }
    }
}

#[tokio::test]
async fn what_an_experience_says_in_french_is_told_as_french_on_an_english_page() {
    let site = TestSite::with_samples().await;
    let snapshot = site.bank.snapshot().unwrap();
    let experience = &snapshot.get("garage-solidaire").unwrap().experience;
    let title = crate::finding::html(&experience.text.title);
    let path = "/comparer?fiches=garage-solidaire,cafe-contact-emploi";
    let (french, english) = (site.page(path).await, site.page(&["/en", path].concat()).await);
    for figure in &experience.figures {
        let label = crate::finding::html(&figure.label);
        assert!(english.contains(&format!("<span lang=\"fr\">{label}</span>: ")), "{label}: {english}");
        assert!(french.contains(&format!("<span>{label}</span>\u{a0}: ")), "{label}: {french}");
    }
    assert!(english.contains(&format!("<span class=\"visually-hidden\" lang=\"fr\"> ({title})</span>")), "{english}");
}

#[tokio::test]
async fn a_fifth_an_unknown_and_a_repeated_one_are_told_and_do_no_harm() {
    let site = TestSite::with_samples().await;
    let five = slugs(&site, 5);
    let html = site.page(&format!("/comparer?fiches={},{},nulle-part", five.join(","), five[0])).await;
    assert_eq!(html.matches("<div class=\"cells\"").count(), 4);
    assert!(html.contains("Quatre expériences au plus") && html.contains("nulle-part"));
    for hostile in [
        "/comparer?fiches=,,,",
        "/comparer?fiches=%3Cscript%3E",
        "/comparer?fiches=%00%ff",
        "/comparer?q=%22%3E%3Cb%3E",
    ] {
        site.page(hostile).await;
    }
    site.page(&format!("/comparer?fiches={}", vec!["x"; 3_000].join(","))).await;
}

#[tokio::test]
async fn one_is_taken_out_and_another_added_by_plain_links() {
    let site = TestSite::with_samples().await;
    let two = slugs(&site, 2);
    let html = site.page(&format!("/comparer?fiches={}", two.join(","))).await;
    assert!(html.contains(&format!("href=\"/comparer?fiches={}\"", two[1])), "{html}");
    let found = site.page(&format!("/comparer?fiches={}&q=garage", two.join(","))).await;
    assert!(found.contains(&format!("href=\"/comparer?fiches={},", two.join(","))), "{found}");
    let nothing = site.page("/comparer?q=zzzzzzzz").await;
    assert!(nothing.contains("Aucune expérience ne répond"));
}
