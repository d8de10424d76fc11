//! The OpenAPI document says what the router does, no less and no more.

use std::collections::{BTreeMap, BTreeSet};

use axum::{
    body::Body,
    http::{Method, Request},
};
use envelope_format::envelope_len;
use serde_json::Value;
use submission::{Listing, MAX_ENVELOPE_LEN, Missing, Problem, ProblemType, UnverifiedReceipt};

use crate::rig::Rig;

/// The document as it is served.
async fn document(rig: &Rig) -> Value {
    let answer = rig.get("/openapi.json").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("cache-control"), Some("no-cache"));
    serde_json::from_slice(&answer.body).expect("JSON")
}

/// Every operation, by its path and method.
fn operations(document: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    let paths = document["paths"].as_object().expect("paths").iter();
    paths.flat_map(|(path, item)| {
        let item = item.as_object().expect("a path").iter();
        let methods = item.filter(|(name, _)| *name != "parameters");
        methods.map(move |(method, operation)| (&**path, &**method, operation))
    })
}

/// What stands behind a reference, or the value itself.
fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value["$ref"].as_str() {
        None => value,
        Some(reference) => {
            let pointer = reference.strip_prefix('#').expect("in the document");
            let found = document.pointer(pointer);
            resolved(document, found.unwrap_or_else(|| panic!("{reference}")))
        }
    }
}

/// The path with the example of each parameter in it.
fn example_of(document: &Value, path: &str) -> String {
    let parameters = document["components"]["parameters"].as_object();
    let mut example = path.to_owned();
    for parameter in parameters.expect("parameters").values() {
        let name = parameter["name"].as_str().expect("a name");
        let value = parameter["example"].to_string();
        example = example.replace(&format!("{{{name}}}"), value.trim_matches('"'));
    }
    example
}

/// The methods that the router takes on a path, in capitals. A `HEAD` goes with each `GET`.
async fn taken(rig: &Rig, path: &str) -> BTreeSet<String> {
    let strange = Method::from_bytes(b"BREW").expect("a method");
    let request = Request::builder().method(strange).uri(path);
    let answer = rig
        .send(request.body(Body::empty()).expect("a request"))
        .await;
    assert_eq!(answer.problem(), ProblemType::MethodNotAllowed, "{path}");
    let allow = answer.header("allow").expect("it names them").split(',');
    allow
        .filter(|it| *it != "HEAD")
        .map(str::to_owned)
        .collect()
}

/// The patterns of all routes. axum shows them to whoever debugs a router, and nowhere else; `/v1`
/// alone is where one router stands in the other.
fn routes(rig: &Rig) -> BTreeSet<String> {
    let shown = format!("{:?}", rig.router);
    let strings = shown.split('"').skip(1).step_by(2);
    let routes =
        strings.filter(|it| it.starts_with('/') && !it.contains("__private") && *it != "/v1");
    routes.map(str::to_owned).collect()
}

#[tokio::test]
async fn it_has_each_route_with_its_methods_and_no_other() {
    let rig = Rig::new().await;
    let document = document(&rig).await;
    let mut described = BTreeMap::<String, BTreeSet<String>>::new();
    for (path, method, _) in operations(&document) {
        let methods = described.entry(path.to_owned()).or_default();
        methods.insert(method.to_uppercase());
    }
    let paths: BTreeSet<_> = described.keys().cloned().collect();
    assert_eq!(paths, routes(&rig));
    for (path, methods) in described {
        assert_eq!(
            methods,
            taken(&rig, &example_of(&document, &path)).await,
            "{path}"
        );
    }
}

#[tokio::test]
async fn each_of_its_operations_is_answered() {
    let rig = Rig::new().await;
    let document = document(&rig).await;
    let mut ids = BTreeSet::new();
    for (path, method, operation) in operations(&document) {
        let method: Method = method.to_uppercase().parse().expect("a method");
        let case = format!("{method} {path}");
        let request = Request::builder().method(method);
        let request = request.uri(example_of(&document, path)).body(Body::empty());
        let status = rig.send(request.expect("a request")).await.status;
        assert!(![404, 405].contains(&status.as_u16()), "{case}: {status}");
        let responses = operation["responses"].as_object().expect("responses");
        assert!(responses.contains_key(status.as_str()), "{case}: {status}");
        // Whoever needs a token was asked for it.
        let secured = operation["security"].is_array();
        assert_eq!(secured, status == 401, "{case}");
        assert!(ids.insert(operation["operationId"].to_string()), "{case}");
        assert!(operation["summary"].is_string(), "{case}");
    }
}

#[tokio::test]
async fn it_has_each_problem_under_its_status() {
    let document = document(&Rig::new().await).await;
    let mut described = BTreeSet::new();
    for (path, method, operation) in operations(&document) {
        for (status, response) in operation["responses"].as_object().expect("responses") {
            let response = resolved(&document, response);
            let content = &response["content"][ProblemType::MEDIA_TYPE];
            let case = format!("{method} {path} {status}");
            assert_eq!(content.is_null(), status.starts_with('2'), "{case}");
            let Some(examples) = content["examples"].as_object() else {
                continue;
            };
            let mut shown = Vec::new();
            for example in examples.values() {
                let json = example["value"].to_string();
                let problem = Problem::parse(json.as_bytes()).expect("a problem");
                let whole: Value = serde_json::from_str(&problem.to_json()).expect("JSON");
                assert_eq!(example["value"], whole, "{case}");
                assert_eq!(problem.problem_type.status().to_string(), *status, "{case}");
                shown.push(problem.problem_type.urn());
            }
            let narrow = &content["schema"]["allOf"][1]["properties"];
            let types = narrow["type"]["enum"].as_array().expect("types");
            let types: BTreeSet<_> = types.iter().filter_map(Value::as_str).collect();
            assert_eq!(types, shown.iter().copied().collect(), "{case}");
            assert_eq!(narrow["status"]["const"].to_string(), *status, "{case}");
            described.extend(shown);
        }
    }
    let all = ProblemType::ALL.map(ProblemType::urn);
    assert_eq!(described, BTreeSet::from(all), "each is somebody's answer");
    let schema = &document["components"]["schemas"]["Problem"]["properties"];
    assert_eq!(schema["type"]["enum"], Value::from(all.to_vec()));
    let statuses: BTreeSet<_> = ProblemType::ALL.iter().map(|it| it.status()).collect();
    let statuses: Vec<_> = statuses.into_iter().collect();
    assert_eq!(schema["status"]["enum"], Value::from(statuses));
}

#[tokio::test]
async fn its_examples_sizes_and_references_are_real() {
    let document = document(&Rig::new().await).await;
    let example = |response: &str| {
        let content = &document["components"]["responses"][response]["content"];
        content["application/json"]["example"]
            .to_string()
            .into_bytes()
    };
    assert!(UnverifiedReceipt::parse(&example("Receipt")).is_ok());
    assert!(UnverifiedReceipt::parse(&example("NewReceipt")).is_ok());
    assert!(Missing::parse(&example("Missing")).is_ok());
    let listing = &document["paths"]["/v1/envelopes"]["get"]["responses"]["200"]["content"];
    let page = &listing["application/json"]["example"];
    assert!(Listing::parse(page.to_string().as_bytes()).is_ok());
    let event = listing["text/event-stream"]["example"].as_str();
    let data = event
        .and_then(|it| it.split_once("data: "))
        .expect("data")
        .1;
    let line: Value = serde_json::from_str(data.trim_end()).expect("JSON");
    assert_eq!(line, page["envelopes"][0], "the same line in both forms");

    let sizes = (15..=27).map(envelope_len).collect::<Vec<_>>();
    assert_eq!(sizes.last(), Some(&MAX_ENVELOPE_LEN));
    let schemas = &document["components"]["schemas"];
    assert_eq!(schemas["Size"]["enum"], Value::from(sizes));
    everything(&document, &|it| {
        resolved(&document, it);
    });
}

/// Looks at the value and all that is in it.
fn everything(value: &Value, look: &impl Fn(&Value)) {
    look(value);
    match value {
        Value::Array(all) => all.iter().for_each(|it| everything(it, look)),
        Value::Object(all) => all.values().for_each(|it| everything(it, look)),
        _ => {}
    }
}
