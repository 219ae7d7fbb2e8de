#include "read/probe/text_places.h"

#include "read/probe/imported_files.h"
#include "read/probe/probe_test.h"
#include "read/probe/run.h"

using namespace abi;
using namespace abi::test;

namespace {

/// A reading of a record with one field, and of a constant, as the probe of the first file gives it.
Reading reading_of(const std::string& file, const std::string& record, const std::string& field,
                   const std::string& constant) {
    const Place place{.file = file};
    Reading reading;
    Record made{.name = record, .place = place};
    made.fields.push_back({.name = field, .type = {}, .place = place});
    reading.layout.records = {made};
    reading.layout.constants = {{.name = constant, .type = {}, .value = {}, .doc = "", .place = place}};
    reading.units = {file};
    return reading;
}

std::string places_of(const Reading& reading) {
    const auto& record = reading.layout.records[0];
    return to_string(record.place) + " " + to_string(record.fields[0].place) + " " +
           to_string(reading.layout.constants[0].place);
}

probe::Request request_of(const std::string& language, const Folder& folder, const std::string& file) {
    return request_for(language, folder, folder.path + "/" + file, "x86_64-linux-gnu");
}

}  // namespace

TEST_CASE("Zig: a record has its line in the file that declares it, also in one that is imported or a module") {
    const Folder folder;
    folder.write("src/a.zig",
                 "pub const wire = @import(\"wire.zig\");\nconst std = @import(\"std\");\npub const n = 4;\n");
    folder.write("src/wire.zig", "const back = @import(\"a.zig\");\npub const P = extern struct { kind: u32 };\n");
    folder.write("hal.zig", "pub const Q = extern struct {\n    arg: u32,\n};\n");
    auto request = request_of("zig", folder, "src/a.zig");
    auto reading = reading_of("src/a.zig", "wire.P", "kind", "n");
    probe::set_text_places(request, reading);
    CHECK(places_of(reading) == "src/wire.zig:2:11 src/wire.zig:2:31 src/a.zig:3:11");
    request.flags = {"--dep", "-Mhal=hal.zig"};
    reading = reading_of("src/a.zig", "hal.Q", "arg", "gone");
    probe::set_text_places(request, reading);
    CHECK(places_of(reading) == "hal.zig:1:11 hal.zig:2:5 src/a.zig");
}

TEST_CASE("Nim: a record has its line in the file that declares it, also in one that is imported or included") {
    const Folder folder;
    folder.write("a.nim", "import std/strutils, net/wire\nfrom hal import Q\ninclude parts # import x\n");
    folder.write("net/wire.nim", "type P* = object\n  kind*: uint32\n");
    folder.write("hal.nim", "const n* = 4\n");
    folder.write("parts.nim", "");
    auto reading = reading_of("a.nim", "P", "kind", "n");
    const auto request = request_of("nim", folder, "a.nim");
    probe::set_text_places(request, reading);
    CHECK(places_of(reading) == "net/wire.nim:1:6 net/wire.nim:2:3 hal.nim:1:7");
    std::vector<std::string> files;
    for (const auto& file : probe::with_imported_files(request, folder.path + "/a.nim"))
        files.push_back(probe::shown_path(folder.path, file));
    CHECK(files == std::vector<std::string>{"a.nim", "net/wire.nim", "hal.nim", "parts.nim"});
}

TEST_CASE("Rust: the files of the crate are searched; a line that is known stays") {
    const Folder folder;
    folder.write("lib.rs", "mod wire;\npub const N: u32 = 4;\n");
    folder.write("wire.rs", "pub struct P {\n    pub kind: u32,\n}\n");
    auto reading = reading_of("lib.rs", "wire::P", "kind", "N");
    reading.units = {"lib.rs", "wire.rs"};
    const auto request = request_of("rust", folder, "lib.rs");
    probe::set_text_places(request, reading);
    CHECK(places_of(reading) == "wire.rs:1:12 wire.rs:2:9 lib.rs:2:11");
    reading.layout.records[0].place.line = 7;
    probe::set_text_places(request, reading);
    CHECK(reading.layout.records[0].place.line == 7);
}
