//! `GET /widget/{key}`: the customer's page, for the frame that the loader opens in other
//! people's pages.

use crate::{error::Refusal, state::AppState};
use axum::{
    body::Body,
    extract::{Path, Request, State},
    response::{IntoResponse, Response},
};
use http::{HeaderName, HeaderValue, StatusCode};
use leptos::prelude::provide_context;
use leptos_axum::render_app_async_with_context;

/// Shell and greeting. The history comes after hydration: a navigation carries no visitor's token.
///
/// # Errors
/// When the desk cannot say whose widget it is.
pub async fn page(
    State(state): State<AppState>,
    Path(key): Path<String>,
    request: Request<Body>,
) -> Result<Response, Refusal> {
    let context = {
        let state = state.clone();
        move || {
            provide_context(state.desk.clone());
            provide_context(state.site.assets.clone());
        }
    };
    let mut response = match desk::visitor::greeting(&state.desk, &key).await {
        Ok(greeting) => {
            let shell = move || app::greeting_shell(greeting.clone());
            render_app_async_with_context(context, shell)(request).await
        }
        Err(desk::Error::NotFound) => {
            let page = render_app_async_with_context(context, app::missing_widget_shell)(request);
            (StatusCode::NOT_FOUND, page.await).into_response()
        }
        Err(error) => return Err(error.into()),
    };
    response.headers_mut().insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("cross-origin"),
    );
    Ok(response)
}
