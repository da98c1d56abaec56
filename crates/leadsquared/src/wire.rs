//! Renders what a request sends, in one line, for tests.

use leads_core::vendor::{Body, Request};

/// `METHOD path?query body`.
#[allow(clippy::unwrap_used, clippy::panic)]
pub(crate) fn wire<R: Request>(request: &R) -> String {
    let parts = request.parts().unwrap();
    let line = format!("{} {}", R::OPERATION.method, parts.render(R::OPERATION.path).unwrap());
    match parts.body() {
        Body::Empty => line,
        Body::Bytes { content_type: "application/json", bytes } => {
            format!("{line} {}", std::str::from_utf8(bytes).unwrap())
        }
        other => panic!("{other:?}"),
    }
}
