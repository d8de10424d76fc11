//! The program that seals, keeps and sends. The app starts it in workers.

fn main() {
    #[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
    sealpost_app::post::serve::serve();
}
