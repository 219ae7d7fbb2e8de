// Packages of Cargo: their dependencies lie beside them, so that nothing is fetched.
#include "read/probe/cargo.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "read/probe/probe_test.h"

namespace {

using namespace abi;
using namespace abi::probe;
using namespace abi::test;

std::string manifest(const std::string& name, const std::string& more = "") {
    return "[package]\nname = \"" + name + "\"\nversion = \"0.1.0\"\nedition = \"2021\"\n" + more;
}

/// A package with a build script, a feature and a dependency.
Request package(const Folder& folder) {
    folder.write("dep/Cargo.toml", manifest("dep"));
    folder.write("dep/src/lib.rs", "pub type Word = u32; pub fn same<T>(t: T) -> T { t }\n");
    folder.write("ring/build.rs", R"(fn main() {
    let out = std::path::PathBuf::from(std::env::var("OUT_DIR").unwrap());
    std::fs::write(out.join("made.rs"), "#[repr(C)] struct Made { x: u16, y: u16 }").unwrap();
    println!("cargo:rustc-cfg=probed");
})");
    folder.write("ring/src/lib.rs", R"(#![forbid(unsafe_code)]
mod sys { include!(concat!(env!("OUT_DIR"), "/made.rs")); }
mod ring;
)");
    folder.write("ring/src/ring.rs", R"(
#[repr(C)] struct P { a: dep::Word, #[cfg(probed)] b: u32, #[cfg(feature = "wide")] c: u64, #[cfg(feature = "no")] d: u8 }
fn f() { dep::same(3); }
)");
    const auto file = folder.write("ring/Cargo.toml", manifest("ring",
                                                               "[features]\nwide = []\nno = []\ndefault = [\"no\"]\n"
                                                               "[dependencies]\ndep = { path = \"../dep\" }\n"));
    auto request = request_for("rust", folder, file, "x86_64-linux-gnu");
    request.flags = {"--offline"};
    request.records = {asked("P", {"a"}), asked("Made", {"x"})};
    request.cargo.features = {"wide"};
    request.cargo.default_features = false;
    return request;
}

std::string problems_of(const Folder& folder, const std::string& toml, const std::string& root) {
    folder.write("p/src/lib.rs", root);
    auto request = request_for("rust", folder, folder.write("p/Cargo.toml", toml), "x86_64-linux-gnu");
    request.flags = {"--offline"};
    request.records = {asked("P", {"a"})};
    return text_of(probe::read(request).problems);
}

}  // namespace

TEST_CASE("Cargo: features, cfgs, dependencies and what the build script writes are those of the package") {
    if (!present("cargo")) return;
    const Folder folder;
    const auto reading = probe::read(package(folder));
    CHECK(text_of(reading.problems) == "");
    CHECK(text_of(reading, "P") == "16/8: a u32 @0, b u32 @4, c u64 @8");
    CHECK(text_of(reading, "Made") == "4/2: x u16 @0, y u16 @2");
    // Nothing is written into the package.
    CHECK_FALSE(std::filesystem::exists(folder.path + "/ring/Cargo.lock"));
    CHECK_FALSE(std::filesystem::exists(folder.path + "/ring/target"));
}

TEST_CASE("Cargo: a build script that is refused does not run, and that is a problem") {
    if (!present("cargo")) return;
    const Folder folder;
    auto request = package(folder);
    request.runs_build_scripts = false;
    const auto reading = probe::read(request);
    CHECK(reading.layout.records.empty());
    CHECK(text_of(reading.problems) ==
          "ring/Cargo.toml: error: expected a package that cargo compiles without build scripts and procedural macros, "
          "found the build script of ring, which --no-build-scripts refuses to run\n");
    // Without one, the package is read.
    std::filesystem::remove(folder.path + "/ring/build.rs");
    folder.write("ring/src/lib.rs", "mod ring;\n");
    CHECK(text_of(probe::read(request), "P") == "16/8: a u32 @0, c u64 @8");
}

TEST_CASE("Cargo: the package of a workspace, and a program without a library") {
    if (!present("cargo")) return;
    const Folder folder;
    folder.write("in/one/Cargo.toml", manifest("one"));
    folder.write("in/one/src/main.rs", "#[repr(C)] struct P { a: u16 }\nfn main() {}\n");
    folder.write("in/two/Cargo.toml", manifest("two"));
    folder.write("in/two/src/lib.rs", "mod m { #[repr(C)] struct P { a: u8 } }\n");
    folder.write("in/two/src/bin/tool.rs", "#[repr(C)] struct P { a: u64 }\nfn main() {}\n");
    auto request = request_for("rust", folder, folder.write("Cargo.toml", "[workspace]\nmembers = [\"in/*\"]\n"),
                               "x86_64-linux-gnu");
    request.records = {asked("P", {"a"})};
    CHECK(text_of(probe::read(request).problems) ==
          "Cargo.toml: error: expected the name of a package in the workspace (\"package\"), found none\n");
    request.cargo.package = "one";
    CHECK(text_of(probe::read(request), "P") == "2/2: a u16 @0");
    request.cargo.package = "two";
    CHECK(text_of(probe::read(request), "P") == "1/1: a u8 @0");
    request.cargo.program = "tool";
    CHECK(text_of(probe::read(request), "P") == "8/8: a u64 @0");
}

TEST_CASE("Cargo: flags behind \"--\" are rustc's, and those of the target, too") {
    if (!present("cargo")) return;
    const Folder folder;
    auto request = package(folder);
    folder.write("ring/src/ring.rs",
                 "#[repr(C)] struct P { #[cfg(one)] a: u8, #[cfg(two)] b: u8, #[cfg(three)] c: u8 }\n");
    request.flags = {"--offline", "--", "--cfg", "one"};
    request.target.flags = {"--cfg=two"};
    request.target.compilers["rust"] = {.target = "", .command = {}, .flags = {"--cfg", "three"}};
    CHECK(text_of(probe::read(request), "P") == "3/1: a u8 @0, b u8 @1, c u8 @2");
}

TEST_CASE("Cargo: what prevents a crate is one sentence") {
    if (!present("cargo")) return;
    const Folder folder;
    CHECK(problems_of(folder, "nonsense\n", "") ==
          "p/Cargo.toml: error: expected a package that cargo compiles, found key with no value, expected `=` "
          "(Cargo.toml:1:9)\n");
    CHECK(problems_of(folder, manifest("p"), "struct P { a: Wrong }\n") ==
          "p/src/lib.rs:1:15: error: cannot find type `Wrong` in this scope: not found in this scope\n");
    CHECK(problems_of(folder, manifest("p", "[dependencies]\nabi-check-has-no-such-crate = \"1\"\n"), "")
              .starts_with("p/Cargo.toml: error: expected the crates that the package needs, on this machine (cargo "
                           "fetch), found that cargo needs the network: "));
    folder.write("q/Cargo.toml", manifest("q"));
    folder.write("q/src/lib.rs", "pub fn f() -> Nothing {}\n");
    CHECK(problems_of(folder, manifest("p", "[dependencies]\nq = { path = \"../q\" }\n"), "")
              .starts_with("p/Cargo.toml: error: expected a package that cargo compiles, found cannot find type "
                           "`Nothing` in this scope ("));
}
