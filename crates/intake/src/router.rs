use std::sync::Arc;

use axum::{
    Router, middleware,
    routing::{get, post, put},
};
use tower_http::compression::CompressionLayer;

use crate::{
    acknowledge, description,
    failure::{Failure, log_problems},
    fetch, files, headers, health, list, mailboxes, parts, postage, sites,
    state::Intake,
    submit,
};

/// The table of contents of an intake.
pub fn router(intake: Arc<Intake>) -> Router {
    let senders_and_readers = Router::new()
        .route("/envelopes/{digest}", get(fetch::get).put(submit::put))
        .route("/envelopes/{digest}/ack", post(acknowledge::post))
        .route("/envelopes/{digest}/parts", get(parts::get))
        .route("/envelopes/{digest}/parts/{n}", put(parts::put))
        .route("/envelopes", get(list::get))
        .route("/postage", get(postage::get))
        .route("/mailboxes/{name}", post(mailboxes::post))
        .route("/mailbox", get(mailboxes::get))
        .route(
            "/sites/{site}",
            get(sites::get).layer(CompressionLayer::new()),
        )
        .fallback(async || Failure::NotFound)
        .layer(middleware::map_response(headers::no_store));

    let app = get(files::file).fallback(async || Failure::MethodNotAllowed);

    Router::new()
        .nest("/v1", senders_and_readers)
        .route("/healthz", get(health::get))
        .route(submission::DESCRIPTION_PATH, get(description::get))
        .route("/", get(files::index))
        .route("/staff", get(files::index))
        .fallback_service(app.with_state(intake.clone()))
        .method_not_allowed_fallback(async || Failure::MethodNotAllowed)
        .layer(middleware::from_fn_with_state(intake.clone(), log_problems))
        .layer(middleware::map_response(headers::strict))
        .with_state(intake)
}
