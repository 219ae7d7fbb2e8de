#include "read/btf/core_relocations.h"

#include "llvm/DebugInfo/BTF/BTF.h"
#include "read/btf/btf_test.h"
#include "read/btf/contents.h"
#include "read/found_by_name.h"

using namespace abi;
using namespace abi::btf;
using namespace abi::test;

TEST_CASE("a flavour is what follows the last three underscores of a name") {
    CHECK(name_without_flavour("task_struct___new") == "task_struct");
    CHECK(name_without_flavour("task_struct") == "task_struct");
    CHECK(name_without_flavour("a___b___c") == "a___b");
    CHECK(name_without_flavour("a____b") == "a____b");
    CHECK(name_without_flavour("a___") == "a___");
    CHECK(name_without_flavour("___b") == "___b");
    CHECK(name_without_flavour("a__b") == "a__b");
}

TEST_CASE("fields that the loader finds by name have no offsets; a record is found without its flavour") {
    if (!present("clang-19")) {
        MESSAGE("not tested: no clang-19 here");
        return;
    }
    const Folder folder;
    const std::string source = R"(
#define core __attribute__((preserve_access_index))
struct inner { int a; } core;
struct mm { struct inner in[2]; long total; } core;
struct task___new { int pid; struct mm *mm; union { int b; struct inner i; } core; } core;
struct idle { int a; } core;
struct event { int pid; struct idle idle; } event;
long entry(struct task___new *task) {
    event.pid = task->pid;
    return task->mm->in[1].a;
})";
    for (const auto* target : {"--target=bpf", "--target=bpfeb"}) {
        CAPTURE(target);
        const auto object = compile(folder, source, {"clang-19", "-O1", target});
        CHECK(contents_of(object).is_by_name);
        const auto reading = btf::read(request_for(folder, object, {"task", "mm", "event"}));
        CHECK(text_of(reading.problems).empty());
        const auto by_name = "? blind: " + std::string(found_by_name);
        for (const auto* name : {"task", "mm"}) CHECK(text_of(reading, name) == by_name);
        // Nothing reaches a field of `idle` through a relocation.
        CHECK(text_of(reading, "event") == "8: pid i32 @0, idle idle @4");
        CHECK(text_of(reading, "idle") == "4: a i32 @0");
        CHECK(text_of(btf::read(request_for(folder, object, {"task___new"})), "task___new") == by_name);
        CHECK(text_of(btf::read(request_for(folder, object, {"inner"})), "inner") == by_name);
    }
    CHECK_FALSE(contents_of(compile(folder, "struct S { int a; } x;", {"clang-19", "--target=bpf"})).is_by_name);
}

TEST_CASE("a section .BTF.ext that is cut off is a problem, or has no relocations") {
    BtfWriter writer;
    writer.type("int", llvm::BTF::BTF_KIND_INT, 0, 4).words({32});
    const auto member = writer.name("a");
    writer.type("S", llvm::BTF::BTF_KIND_STRUCT, 1, 4).words({member, 1, 0});
    const auto path = writer.name("0:0");
    const auto bytes = writer.bytes();
    const auto section = parse_btf(bytes);
    REQUIRE(section);
    const auto extension = [](std::uint32_t size, const std::vector<std::uint32_t>& words) {
        std::string made;
        BtfWriter::put(made, 0x1eb9f, 4, true);
        for (const auto word : {32U, 0U, 0U, 0U, 0U, 0U, size}) BtfWriter::put(made, word, 4, true);
        for (const auto word : words) BtfWriter::put(made, word, 4, true);
        return made;
    };
    const auto found = [&](std::uint32_t size, const std::vector<std::uint32_t>& words) {
        const auto records = relocated_records(*section, extension(size, words));
        return records ? std::to_string(records->size()) : records.problems.front().found;
    };
    CHECK(found(0, {}) == "0");
    CHECK(found(28, {16, 0, 1, 8, 2, path, 0}) == "1");
    CHECK(found(28, {16, 0, 1, 8, 2, path, 8}) == "0");  // asks whether the type exists
    CHECK(found(36, {24, 0, 1, 8, 2, path, 0, 0, 0}) == "1");
    CHECK(found(28, {16, 0, 1, 8, 99, path, 0}) == "relocations that end early or refer to no type");
    CHECK(found(28, {16, 0, 2, 8, 2, path, 0}) == "relocations that end early or refer to no type");
    CHECK(found(28, {12, 0, 1, 8, 2, path, 0}) == "12 bytes");
    CHECK(found(64, {16}) == "a header that places them elsewhere");
    CHECK(relocated_records(*section, "\x9f\xeb").problems.size() == 1);
    CHECK(relocated_records(*section, "")->empty());
}
