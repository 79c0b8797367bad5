//! A little shop on another site than the desk, with a strict policy of its own: what the widget
//! must put up with in the wild. It knows the desk by the embed line alone.

use axum::{
    Router,
    extract::State,
    http::{HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use std::sync::Arc;

const FRAME: &str = include_str!("shop/frame.html");
const MUGS: &str = include_str!("shop/mugs.html");
const DELIVERY: &str = include_str!("shop/delivery.html");
const STYLE: &str = include_str!("shop/shop.css");
const KILN: &str = include_str!("shop/kiln.svg");
const MARK: &str = include_str!("shop/mark.svg");

struct Shop {
    policy: String,
    mugs: String,
    delivery: String,
}

/// The shop's pages, with the desk's widget in each.
pub(super) fn router(desk: &str, inbox: &str) -> Router {
    let page = |title: &str, body: &str| {
        FRAME
            .replace("{title}", title)
            .replace("{body}", body)
            .replace("{desk}", desk)
            .replace("{inbox}", inbox)
    };
    let shop = Arc::new(Shop {
        policy: format!(
            "default-src 'none'; script-src {desk}; frame-src {desk}; style-src 'self'; \
             img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        ),
        mugs: page("Keramik Nord: mugs from a small kiln by the sea", MUGS),
        delivery: page("Delivery and returns · Keramik Nord", DELIVERY),
    });
    Router::new()
        .route(
            "/",
            get(|State(shop): State<Arc<Shop>>| async move { html(&shop, &shop.mugs) }),
        )
        .route(
            "/delivery",
            get(|State(shop): State<Arc<Shop>>| async move { html(&shop, &shop.delivery) }),
        )
        .route(
            "/shop.css",
            get(|| async { file("text/css; charset=utf-8", STYLE) }),
        )
        .route("/kiln.svg", get(|| async { file("image/svg+xml", KILN) }))
        .route("/mark.svg", get(|| async { file("image/svg+xml", MARK) }))
        .fallback(|| async { (StatusCode::NOT_FOUND, "This page is not in our shop.") })
        .with_state(shop)
}

fn html(shop: &Shop, page: &str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, shop.policy.as_str()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
    ];
    (headers, page.to_owned()).into_response()
}

fn file(mime: &'static str, text: &'static str) -> Response {
    let headers: [(HeaderName, &str); 2] = [
        (header::CONTENT_TYPE, mime),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, text).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shop_breaks_none_of_its_own_policy() {
        for page in [FRAME, MUGS, DELIVERY] {
            assert!(!page.contains(" style="), "an inline style");
            assert!(!page.contains(" onclick"), "an inline handler");
            assert!(!page.contains("<style"), "an inline sheet");
        }
        for sheet in [STYLE, KILN, MARK] {
            assert!(
                !sheet.contains("https://") && !sheet.contains("@import"),
                "a foreign file"
            );
        }
    }
}
