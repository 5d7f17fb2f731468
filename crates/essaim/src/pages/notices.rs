//! `/accessibilite` and `/mentions`.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use essaim_web::{Frame, page};

use super::PagesState;

#[derive(Template)]
#[template(path = "accessibility.html")]
struct Accessibility {
    frame: Frame,
}

#[derive(Template)]
#[template(path = "legal.html")]
struct Legal {
    frame: Frame,
    publisher: Option<Arc<str>>,
    host: Option<Arc<str>>,
    has_tiles: bool,
}

pub(super) async fn accessibility(frame: Frame) -> Response {
    let validators = frame.validators("accessibility");
    match frame.unchanged(&validators) {
        Some(same) => same,
        None => page(&Accessibility { frame }).validators(&validators).into_response(),
    }
}

pub(super) async fn legal(State(state): State<PagesState>, frame: Frame) -> Response {
    let validators = frame.validators((&state.publisher, &state.host, state.has_tiles, "legal"));
    if let Some(same) = frame.unchanged(&validators) {
        return same;
    }
    let PagesState { publisher, host, has_tiles, .. } = state;
    page(&Legal { frame, publisher, host, has_tiles }).validators(&validators).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use essaim_web::Lang;
    use essaim_web::testing;

    #[test]
    fn both_notices_render_with_everything_and_with_nothing() {
        let shell = testing::shell(&[&super::super::MESSAGES]);
        for lang in Lang::ALL {
            let frame = || testing::frame(&shell, lang, "/mentions");
            let long = || Some(Arc::from("Un <éditeur> au nom très long & plein d’accents ".repeat(10)));
            let full = Legal { frame: frame(), publisher: long(), host: long(), has_tiles: true }.render().unwrap();
            assert!(full.contains("Un &#60;éditeur&#62;"));
            Legal { frame: frame(), publisher: None, host: None, has_tiles: false }.render().unwrap();
            Accessibility { frame: frame() }.render().unwrap();
        }
    }
}
