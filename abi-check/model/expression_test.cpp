#include "model/expression.h"

#include <doctest/doctest.h>

namespace abi {
namespace {

Record record(const std::string& name, std::uint64_t size_bytes, std::vector<std::string> targets = {}) {
    Record made;
    made.name = name;
    made.size_bytes = size_bytes;
    made.align_bytes = 8;
    made.targets = std::move(targets);
    made.fields = {Field{.name = "kind", .offset_bits = 0}, Field{.name = "arg", .offset_bits = 64}};
    return made;
}

Layout with(std::vector<Record> records) {
    Layout layout;
    layout.records = std::move(records);
    return layout;
}

Expression ioctl(const std::string& direction, Type argument = {}) {
    Expression made{.form = "ioctl", .direction = direction, .type = {.low = 'E'}, .number = {.low = 1}};
    made.record = argument.name.empty() && argument.width_bits == 0 && !argument.host_sized ? "" : "it";
    made.argument = std::move(argument);
    return made;
}

const Type event{.kind = Kind::record, .name = "event"};

TargetFacts facts_of(const std::string& architecture, const std::string& pointer_bits = "") {
    TargetFacts facts;
    facts[Fact::architecture] = architecture;
    facts[Fact::pointer_bits] = pointer_bits;
    return facts;
}

std::string text(const std::optional<Integer>& value) {
    return value ? to_string(*value) : "nothing";
}

// The numbers are those of <linux/ioctl.h>, of Debian's cross headers for each architecture.
TEST_CASE("the number of an ioctl is made as the target's _IOC makes it") {
    struct Row {
        std::string architecture, direction, number;
    };
    for (const auto& row :
         {Row{"x86_64", "none", "0x4501"}, Row{"x86_64", "read", "0x80104501"}, Row{"x86_64", "write", "0x40104501"},
          Row{"x86_64", "read_write", "0xc0104501"}, Row{"", "read", "0x80104501"}, Row{"mips", "none", "0x20004501"},
          Row{"mips64el", "read", "0x40104501"}, Row{"powerpc64le", "write", "0x80104501"},
          Row{"sparcv9", "read_write", "0xc0104501"}, Row{"alpha", "none", "0x20004501"}}) {
        CAPTURE(row.architecture + " " + row.direction);
        const auto asked = row.direction == "none" ? ioctl("none") : ioctl(row.direction, event);
        CHECK(text(evaluate(asked, with({record("event", 16)}), facts_of(row.architecture))) == row.number);
    }
}

TEST_CASE("the size of an argument is that of the record, the array or the pointer") {
    const auto layout = with({record("event", 16)});
    CHECK(text(evaluate(ioctl("read", {.kind = Kind::record, .name = "event", .extents = {3}}), layout)) ==
          "0x80304501");
    CHECK(text(evaluate(ioctl("read", {.kind = Kind::unsigned_integer, .width_bits = 32}), layout)) == "0x80044501");
    const Type pointer{.kind = Kind::pointer, .width_bits = 64, .host_sized = true};
    CHECK(text(evaluate(ioctl("read", pointer), layout, facts_of("arm", "32"))) == "0x80044501");
    CHECK(text(evaluate(ioctl("read", pointer), layout, facts_of("arm"))) == "nothing");
    CHECK(text(evaluate(ioctl("read", event), with({}))) == "nothing");
}

TEST_CASE("size, alignment and offset of a record are numbers") {
    const auto layout = with({record("event", 24)});
    CHECK(text(evaluate({.form = "size", .record = "event"}, layout)) == "0x18");
    CHECK(text(evaluate({.form = "align", .record = "event"}, layout)) == "8");
    CHECK(text(evaluate({.form = "offset", .record = "event", .field = "arg"}, layout)) == "8");
    CHECK(text(evaluate({.form = "offset", .record = "event", .field = "other"}, layout)) == "nothing");
}

TEST_CASE("a value varies if the record has several sizes, or the argument is a pointer") {
    const Expression size{.form = "size", .record = "event"};
    const auto one = with({record("event", 16)});
    const auto two = with({record("event", 16), record("event", 12, {"i686"})});
    CHECK_FALSE(varies(size, one));
    CHECK(varies(size, two));
    CHECK_FALSE(varies({.form = "align", .record = "event"}, two));
    CHECK(varies(ioctl("read", event), two));
    CHECK(varies(ioctl("read", {.kind = Kind::pointer, .width_bits = 64, .host_sized = true}), one));
}

TEST_CASE("the number of an ioctl is told in words") {
    const auto said = [&](const char* number, const std::string& architecture) {
        return meaning(ioctl("read", event), *parse_integer(number), facts_of(architecture));
    };
    CHECK(said("0x80184501", "x86_64") == "read, type 'E', number 1, 24 bytes");
    CHECK(said("0x40104501", "mips") == "read, type 'E', number 1, 16 bytes");
    CHECK(said("0x2000a005", "mips") == "none, type 0xa0, number 5, 0 bytes");
    CHECK(said("0x60104501", "mips") == "");
    CHECK(said("-1", "x86_64") == "");
    CHECK(meaning({.form = "offset", .record = "event", .field = "arg"}, {}, {}) == "the offset of event.arg");
}

}  // namespace
}  // namespace abi
