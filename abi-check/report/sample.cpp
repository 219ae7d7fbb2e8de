#include "report/sample.h"

#include <charconv>
#include <utility>

namespace abi::sample {
namespace {

unsigned number(std::string_view text) {
    unsigned value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

Type parse_type(const std::string& text) {
    Type type;
    type.spelling = text;
    if (text.starts_with("bytes[")) {
        type.kind = Kind::byte;
        type.width_bits = 8;
        type.extents = {number(std::string_view(text).substr(6))};
        return type;
    }
    type.kind = text[0] == 'i' ? Kind::signed_integer : Kind::unsigned_integer;
    type.width_bits = number(std::string_view(text).substr(1));
    return type;
}

Field bits(std::string name, std::uint64_t offset_bits, unsigned width) {
    Field one = field(std::move(name), "u32", 0);
    one.offset_bits = offset_bits;
    one.bit_width = width;
    one.storage_bits = 32;
    return one;
}

Finding narrow_arg(std::string target) {
    return {.rule = Rule::width,
            .record = "CmdPacket",
            .field = "arg",
            .layer = "hal",
            .target = std::move(target),
            .expected = "u64 (8 bytes)",
            .actual = "u32 (4 bytes)",
            .message = "CmdPacket.arg: expected u64 (8 bytes), found u32 (4 bytes), at offset 8 in both",
            .remedy = "declare `arg` as u64",
            .place = {"refkernel/hal/channel.h", 21, 14, 21, 17},
            .related = {{{"spec/membrane.abi.json", 66, 9, 66, 60}, "the spec says so here"}}};
}

Finding hole(std::string target) {
    Finding finding = narrow_arg(std::move(target));
    finding.rule = Rule::implicit_padding;
    finding.field = "";
    finding.expected = "declared padding";
    finding.actual = "4 bytes at offset 12 without a name";
    finding.message = "CmdPacket leaves 4 bytes at offset 12 to the compiler";
    finding.remedy = "";
    return finding;
}

Cell cell(const Record& actual, std::string layer, std::string target, Verdict verdict) {
    return {actual.name, std::move(layer), std::move(target), verdict, "", actual};
}

Record ring_header() {
    Record ring = record("RingHeader", 192, 64,
                         {field("magic", "u32", 0, Role::tag), field("capacity", "u32", 4),
                          field("slot_bytes", "u32", 8), field("_pad0", "bytes[52]", 12, Role::padding),
                          field("head", "u32", 64), field("_pad1", "bytes[60]", 68, Role::padding),
                          field("tail", "u32", 128), field("_pad2", "bytes[60]", 132, Role::padding)});
    ring.doc = "Head and tail lie on cache lines of their own, so that neither side stalls the other.";
    ring.fields[4].doc = "Next slot that the reader takes. Written by the reader alone.";
    ring.fields[6].doc = "Next slot that the writer fills. Written by the writer alone.";
    ring.place = {"spec/membrane.abi.json", 96, 5, 0, 0};
    return ring;
}

Record answer() {
    Record answer = record("Answer", 16, 8,
                           {field("tag", "u32", 0, Role::tag), field("_pad", "u32", 4, Role::padding),
                            field("raw", "bytes[8]", 8), field("address", "u64", 8), field("code", "i32", 8)});
    answer.doc = "What comes back. Which of the three names holds is told by the tag.";
    return answer;
}

Record page_entry(bool turned) {
    Record entry = record("PageEntry", 4, 4, {});
    if (turned) {
        entry.fields = {bits("frame", 0, 20), bits("reserved", 20, 4), bits("mode", 24, 5),
                        bits("dirty", 29, 1), bits("write", 30, 1),    bits("valid", 31, 1)};
    } else {
        entry.fields = {bits("valid", 0, 1), bits("write", 1, 1),    bits("dirty", 2, 1),
                        bits("mode", 3, 5),  bits("reserved", 8, 4), bits("frame", 12, 20)};
    }
    for (auto& one : entry.fields) {
        if (one.name == "reserved") one.role = Role::reserved;
    }
    return entry;
}

void add_turned_bits(Comparison& c, const std::string& target) {
    for (const auto* name : {"valid", "write", "dirty", "mode", "frame"}) {
        c.findings.push_back({.rule = Rule::bit_order,
                              .record = "PageEntry",
                              .field = name,
                              .layer = "membrane",
                              .target = target,
                              .message = std::string("PageEntry.") + name + " lies at other bits than the spec says",
                              .place = {"refkernel/membrane/page.h", 9, 5, 9, 11}});
    }
}

Constant constant(std::string name, std::uint64_t value, std::string doc) {
    return {std::move(name), parse_type("u32"), {value, 0, false}, std::move(doc), {}};
}

}  // namespace

Field field(std::string name, const std::string& type, std::uint64_t offset_bytes, Role role) {
    return {.name = std::move(name), .type = parse_type(type), .offset_bits = offset_bytes * 8, .role = role};
}

Record record(std::string name, std::uint64_t size_bytes, std::uint64_t align_bytes, std::vector<Field> fields) {
    return {.name = std::move(name), .size_bytes = size_bytes, .align_bytes = align_bytes, .fields = std::move(fields)};
}

Record cmd_packet() {
    Record packet = record("CmdPacket", 32, 16,
                           {field("kind", "u32", 0, Role::tag), field("_pad", "u32", 4, Role::padding),
                            field("arg", "u64", 8), field("id", "u128", 16)});
    packet.doc = "One command, in a slot of the submission ring.";
    packet.fields[1].doc = "Zero, and checked.";
    packet.place = {"spec/membrane.abi.json", 58, 5, 0, 0};
    return packet;
}

Record drifted_cmd_packet() {
    Record packet = cmd_packet();
    packet.fields[1].role = Role::data;  // no source can say that a field is padding
    packet.fields[2] = field("arg", "u32", 8);
    packet.place = {"refkernel/hal/channel.h", 17, 8, 0, 0};
    return packet;
}

Comparison conforming() {
    Comparison c;
    c.title = "spec/membrane.abi.json";
    c.expected.records = {cmd_packet()};
    c.digest = std::string(64, 'a');
    c.layers = {"core"};
    c.targets = {"riscv64"};
    c.cells = {cell(cmd_packet(), "core", "riscv64", Verdict::conforms)};
    return c;
}

Comparison drifted() {
    Comparison c = conforming();
    c.layers = {"hal", "core"};
    c.targets = {"riscv64", "x86_64", "arm"};
    c.cells.clear();
    for (const auto* layer : {"hal", "core"}) {
        const bool bad = layer == c.layers[0];
        for (const auto* target : {"riscv64", "x86_64"}) {
            c.cells.push_back(bad ? cell(drifted_cmd_packet(), layer, target, Verdict::differs)
                                  : cell(cmd_packet(), layer, target, Verdict::conforms));
        }
        c.cells.push_back({"CmdPacket", layer, "arm", Verdict::not_applicable,
                           "CmdPacket exists on riscv64, x86_64 only, says the spec", std::nullopt});
    }
    c.findings = {narrow_arg("riscv64"), narrow_arg("x86_64")};
    sort_findings(c.findings);
    return c;
}

Comparison accepted() {
    Comparison c = drifted();
    c.baseline = "abi-baseline.json";
    for (auto& finding : c.findings) {
        if (finding.target == "riscv64") finding.waived = "until the new HAL";
        if (finding.target == "x86_64") finding.known = true;
    }
    for (auto& one : c.cells) {
        if (one.verdict == Verdict::differs) one.verdict = one.target == "x86_64" ? Verdict::known : Verdict::waived;
    }
    sort_findings(c.findings);
    return c;
}

Comparison complete() {
    Comparison c = drifted();
    c.digest = "3f0c1d5a9be27f64802c6a18d3e95b7041fa6b2e8dc93750e1a4b6c8f2d09e77";
    c.layers = {"hal", "core", "membrane"};
    c.targets = {"riscv64", "x86_64", "aarch64", "arm"};
    c.expected.records[0].targets = {"riscv64", "x86_64", "aarch64"};
    c.expected.records.insert(c.expected.records.end(), {ring_header(), answer(), page_entry(false)});
    c.cells.clear();
    c.findings.clear();
    for (const auto& expected : c.expected.records) {
        for (const auto& layer : c.layers) {
            for (const auto& target : c.targets) {
                Cell one = cell(expected, layer, target, Verdict::conforms);
                if (expected.name == "CmdPacket" && target == "arm") {
                    one.verdict = Verdict::not_applicable;
                    one.reason = "CmdPacket exists on riscv64, x86_64, aarch64 only, says the spec";
                    one.actual.reset();
                } else if (expected.name == "CmdPacket" && layer == "hal") {
                    one = cell(drifted_cmd_packet(), layer, target, Verdict::differs);
                    c.findings.push_back(narrow_arg(target));
                    c.findings.push_back(hole(target));
                } else if (expected.name == "Answer" && layer == "membrane" && target == "arm") {
                    one.verdict = Verdict::unverified;
                    one.reason = "Answer could not be read: 'bits/libc-header-start.h' file not found";
                    one.actual.reset();
                    c.findings.push_back({.rule = Rule::unverified,
                                          .record = "Answer",
                                          .layer = layer,
                                          .target = target,
                                          .message = one.reason,
                                          .place = {"refkernel/membrane/answer.h", 3, 10, 0, 0}});
                } else if (expected.name == "PageEntry" && layer == "membrane") {
                    one = cell(page_entry(true), layer, target, Verdict::differs);
                    add_turned_bits(c, target);
                }
                c.cells.push_back(std::move(one));
            }
        }
    }
    Finding waived;
    waived.rule = Rule::host_sized;
    waived.level = Level::warning;
    waived.record = "RingHeader";
    waived.field = "capacity";
    waived.layer = "hal";
    waived.message = "RingHeader.capacity: `unsigned` is as wide as the target likes";
    waived.place = {"refkernel/hal/channel.h", 40, 5, 40, 13};
    waived.waived = "every target of this kernel has 32-bit unsigned";
    c.findings.push_back(waived);
    Finding note = waived;
    note.rule = Rule::renamed;
    note.level = Level::note;
    note.record = "RingHeader";
    note.field = "tail";
    note.layer = "core";
    note.message = "RingHeader.tail is called `back` here";
    note.waived.clear();
    c.findings.push_back(note);
    sort_findings(c.findings);

    Enum kinds;
    kinds.name = "CmdKind";
    kinds.type = parse_type("u32");
    kinds.doc = "What a packet asks the kernel to do.";
    kinds.enumerators = {{"CMD_NULL", {0x100, 0, false}, "Nothing. Answered all the same.", {}},
                         {"CMD_SYS_EXEC", {0x400, 0, false}, "arg: address of a path. Replaces the caller.", {}}};
    c.expected.enums = {kinds};
    c.expected.constants = {constant("RING_CAPACITY", 64, "Slots in a ring; a power of two."),
                            constant("RING_MAGIC", 0x474e4952, "\"RING\" in memory.")};
    c.skipped = {"layer zig: no Zig compiler was found"};
    return c;
}

Comparison by_target() {
    Comparison c = conforming();
    Record natural = record("Event", 16, 8,
                            {field("kind", "u32", 0), field("_pad", "u32", 4, Role::padding), field("data", "u64", 8)});
    Record packed = record("Event", 12, 1, {field("kind", "u32", 0), field("data", "u64", 4)});
    c.targets = {"riscv64", "x86_64"};
    c.cells = {cell(natural, "core", "riscv64", Verdict::conforms), cell(packed, "core", "x86_64", Verdict::conforms)};
    packed.targets = {"x86_64"};
    c.expected.records = {natural, packed};
    return c;
}

Comparison changed() {
    Comparison c;
    c.title = "--diff HEAD~1";
    c.is_diff = true;
    c.expected.records = {cmd_packet()};
    c.layers = {"hal"};
    c.targets = {"riscv64"};
    c.cells = {cell(drifted_cmd_packet(), "hal", "riscv64", Verdict::differs)};
    Finding finding = narrow_arg("riscv64");
    finding.change = Change::breaking;
    c.findings = {finding};
    return c;
}

}  // namespace abi::sample
