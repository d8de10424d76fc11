use super::*;
use wasm_encoder::{
    CodeSection, EntityType, ExportKind, Function, FunctionSection, Instruction, TypeSection,
};

/// A wasm that takes `__wbg_now_0123` and gives `main`, `__wbg_used_4567` and `__wbg_unused_89ab`.
fn wasm() -> Vec<u8> {
    let mut types = TypeSection::new();
    types.ty().function([], []);
    let mut imports = ImportSection::new();
    imports.import("./app_bg.js", "__wbg_now_0123", EntityType::Function(0));
    let mut functions = FunctionSection::new();
    functions.function(0);
    let mut exports = ExportSection::new();
    for name in ["main", "__wbg_used_4567", "__wbg_unused_89ab"] {
        exports.export(name, ExportKind::Func, 1);
    }
    let mut body = Function::new([]);
    body.instruction(&Instruction::Call(0))
        .instruction(&Instruction::End);
    let mut code = CodeSection::new();
    code.function(&body);
    let mut module = Module::new();
    module
        .section(&types)
        .section(&imports)
        .section(&functions)
        .section(&exports)
        .section(&code);
    module.finish()
}

#[test]
fn exports_that_no_script_calls_go_and_the_others_get_their_short_names() {
    let script = "import { x } from './y';wasm.main();wasm.__wbg_used_4567();\
        const imports = { __wbg_now_0123: () => 1 }; other.__wbg_unused_89ab_too()";
    let names = names(&wasm()).expect("it is wasm");
    let called: Vec<&String> = names.iter().filter(|it| calls(script, it)).collect();
    assert_eq!(called, ["__wbg_now_0123", "main", "__wbg_used_4567"]);
    assert_eq!(exactly(&called), "^(__wbg_now_0123|__wbg_used_4567)$");

    let short = Names::from([
        ("__wbg_now_0123".to_owned(), "a".to_owned()),
        ("__wbg_used_4567".to_owned(), "b".to_owned()),
    ]);
    let smaller = renamed(&wasm(), &called, &short).expect("it is wasm");
    assert_eq!(
        super::names(&smaller).expect("it is wasm"),
        ["a", "main", "b"]
    );
}

#[test]
fn what_is_no_wasm_is_refused() {
    for wasm in [&b""[..], b"\0asm", b"<!doctype html>", &wasm()[..40]] {
        assert!(names(wasm).is_err() || renamed(wasm, &[], &Names::new()).is_err());
    }
}
