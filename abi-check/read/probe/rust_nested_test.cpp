#include "read/probe/rust_nested.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace abi;
using namespace abi::probe;

namespace {

constexpr std::string_view source = R"(
// struct P { no: Comment }
pub struct T<'a> { x: &'a u8 }
#[repr(C)] pub struct Time { pub sec: u64, /* struct */ pub usec: u64 }
pub union Either { pub a: u32, #[cfg(all())] pub b: [Time; 2] }
pub(crate) struct P { pub time: Time, pub code: u64, pub(crate) r#type: [[Time; 2]; 3_usize], either: self::Either }
pub struct Open { nr: u32, list: __IncompleteArrayField<Time>, more: __IncompleteArrayField<u16> }
)";

Request asking_for(const char* name) {
    Request request;
    Record record;
    record.name = name;
    request.records.push_back(record);
    return request;
}

}  // namespace

TEST_CASE("the text names the records that are nested in a record of the request, at any depth") {
    auto request = asking_for("P");
    CHECK(add_nested_records(source, request) == std::set<std::string>{"Either", "Time"});
    const auto& fields = request.records[0].fields;
    REQUIRE(fields.size() == 3);
    CHECK(fields[0].type.name == "Time");
    CHECK(fields[1].name == "type");
    CHECK(fields[1].type.extents == std::vector<std::uint64_t>{3, 2});
    CHECK(fields[2].type.name == "Either");
    const auto either = std::ranges::find(request.records, "Either", &Record::name);
    REQUIRE(either != request.records.end());
    CHECK(either->kind == RecordKind::union_);
    CHECK(either->fields.size() == 2);
}

TEST_CASE("a nested record that the request names with its module is not asked for twice") {
    constexpr std::string_view text = R"(
pub mod file { pub struct Uuid { pub a: u32 } pub struct File { pub uuid: Uuid } }
pub mod mp { pub struct Cpu { pub id: u32 } }
pub mod smp { pub struct Cpu { pub id: u64 } pub struct All { pub first: Cpu } }
)";
    Request request;
    for (const char* name : {"file::Uuid", "file::File", "mp::Cpu", "smp::Cpu", "smp::All"}) {
        request.records.push_back(Record{.name = name});
    }
    CHECK(add_nested_records(text, request) == std::set<std::string>{"Cpu"});  // which one is meant is not clear
    CHECK(request.records[1].fields.at(0).type.name == "file::Uuid");
    // A field of the request that names the record without its module gets the name that is asked for.
    request = {};
    request.records = {Record{.name = "file::Uuid"}, Record{.name = "file::File"}};
    auto& field = request.records[1].fields.emplace_back();
    field.name = "uuid";
    field.type = {.kind = Kind::record, .name = "Uuid"};
    CHECK(add_nested_records(text, request).empty());
    CHECK(request.records[1].fields.at(0).type.name == "file::Uuid");
}

TEST_CASE("records may be tuples and have arguments; what may be a number in a wrapper is no record") {
    constexpr std::string_view text = R"(
pub struct Time { pub sec: u64 }
pub struct Head<T> where T: Copy { kind: u32, id: T }
pub struct Pair(pub wire::Head<u32>, Time);
pub struct Reg<T> { value: UnsafeCell<T>, with: PhantomData<u64> }
pub struct Le32(u32);
pub struct P<'a> { pair: Pair, reg: Reg<u32>, count: Le32, name: &'a u8 }
)";
    auto request = asking_for("P");
    CHECK(add_nested_records(text, request) == std::set<std::string>{"Head<u32>", "Pair", "Time"});
    const auto pair = std::ranges::find(request.records, "Pair", &Record::name);
    REQUIRE(pair->fields.size() == 2);
    CHECK(pair->fields[0].name == "0");
    CHECK(pair->fields[0].type.name == "Head<u32>");
    CHECK(pair->fields[1].type.name == "Time");
}

TEST_CASE("a text without the record, or one that ends early, adds nothing") {
    for (const std::string_view text : {"", "struct P", "struct P {", "pub struct P { a: [T; ", "struct Q { a: u8 }"}) {
        CAPTURE(text);
        auto request = asking_for("P");
        CHECK(add_nested_records(text, request).empty());
    }
}

TEST_CASE("an incomplete array of bindgen gets its element") {
    Layout layout;
    Record time{.name = "Time"};
    time.size_bytes = 16;
    Record open{.name = "Open"};
    open.fields.resize(2);
    open.fields[0].name = "list";
    open.fields[1].name = "more";
    layout.records = {time, open};
    open_bindgen_markers(source, layout);
    CHECK(layout.records[1].fields[0].type.name == "Time");
    CHECK(layout.records[1].fields[0].type.flexible_tail);
    CHECK(layout.records[1].fields[1].type.width_bits == 16);
}

TEST_CASE("the record behind a marker of bindgen is asked for, and the records in it") {
    constexpr std::string_view text = R"(
pub struct Ring { pub __bindgen_anon_1: Ring_ty_1, pub flags: u32 }
pub struct Ring_ty_1 { pub __bindgen_anon_1: __BindgenUnionField<Ring_ty_2>, bufs: __IncompleteArrayField<Buf>,
    pub tails: __BindgenUnionField<[Tail; 0usize]>, pub bindgen_union_field: [u64; 2usize] }
pub struct Ring_ty_2 { pub time: Time }
pub struct Time { pub sec: u64 }
pub struct Buf { pub addr: u64 }
)";
    Request request;
    request.records = {Record{.name = "Ring"}};
    CHECK(add_nested_records(text, request) == std::set<std::string>{"Ring_ty_1", "Ring_ty_2", "Time", "Buf"});
}

TEST_CASE("a flexible array of bindgen gets the number that a name of the text means") {
    constexpr std::string_view text = R"(
pub type __u64 = libc::c_ulonglong;
pub type word = libc::c_ulong;
pub struct Open { list: __IncompleteArrayField<__u64>, more: __IncompleteArrayField<word> }
)";
    Layout layout;
    Record open{.name = "Open"};
    open.fields.resize(2);
    open.fields[0].name = "list";
    open.fields[1].name = "more";
    layout.records = {open};
    open_bindgen_markers(text, layout);
    CHECK(layout.records[0].fields[0].type.flexible_tail);
    CHECK(layout.records[0].fields[0].type.width_bits == 64);
    CHECK(layout.records[0].fields[1].type.width_bits == 0);  // the target decides
}

TEST_CASE("a flexible array of bindgen gets the record that a name of the text means") {
    constexpr std::string_view text = R"(
pub struct vring_used_elem { pub id: u32, pub len: u32 }
pub type vring_used_elem_t = vring_used_elem;
pub struct vring_used { pub idx: u32, pub ring: __IncompleteArrayField<vring_used_elem_t> }
)";
    Request request;
    request.records = {Record{.name = "vring_used"}};
    CHECK(add_nested_records(text, request) == std::set<std::string>{"vring_used_elem"});
    Layout layout;
    Record element{.name = "vring_used_elem"};
    element.size_bytes = 8;
    Record used{.name = "vring_used"};
    used.fields.resize(1);
    used.fields[0].name = "ring";
    layout.records = {element, used};
    open_bindgen_markers(text, layout);
    const auto& type = layout.records[1].fields[0].type;
    CHECK(type.flexible_tail);
    CHECK(type.name == "vring_used_elem");
}

TEST_CASE("a flexible array of bindgen may have elements that are arrays") {
    constexpr std::string_view text = "pub struct mac { n: u32, pub macs: __IncompleteArrayField<[u8; 6usize]>, }";
    Layout layout;
    Record mac{.name = "mac"};
    mac.fields.resize(1);
    mac.fields[0].name = "macs";
    layout.records = {mac};
    open_bindgen_markers(text, layout);
    const auto& type = layout.records[0].fields[0].type;
    CHECK(type.flexible_tail);
    CHECK(type.width_bits == 8);
    CHECK(type.extents == std::vector<std::uint64_t>{6});
}

TEST_CASE("a union that bindgen writes as a structure is a union") {
    constexpr std::string_view text =
        "pub struct Either { a: __BindgenUnionField<Time>, b: __BindgenUnionField<[u32; 0usize]>, bindgen_union_field: "
        "[u64; 2] "
        "}";
    Layout layout;
    Record time{.name = "Time"};
    time.size_bytes = 16;
    Record either{.name = "Either"};
    either.fields.resize(3);
    either.fields[0].name = "a";
    either.fields[1].name = "b";
    either.fields[2].name = "bindgen_union_field";
    layout.records = {time, either};
    open_bindgen_markers(text, layout);
    CHECK(layout.records[1].kind == RecordKind::union_);
    REQUIRE(layout.records[1].fields.size() == 2);
    CHECK(layout.records[1].fields[0].type.name == "Time");
    CHECK(layout.records[1].fields[1].type.width_bits == 32);
    CHECK(layout.records[1].fields[1].type.flexible_tail);
}
