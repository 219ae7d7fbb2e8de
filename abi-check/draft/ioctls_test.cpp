#include "draft/ioctls.h"

#include <doctest/doctest.h>

#include "model/find.h"

namespace abi {
namespace {

std::string shown(std::string_view text) {
    std::string all;
    for (const auto& call : macro_calls(text)) all += call.macro + "=" + call.callee + "/" + call.argument + "; ";
    return all;
}

TEST_CASE("macros that call a macro are found in the text") {
    CHECK(shown("#define A _IOR('E', 1, struct event)\n# define B\tDRM_IOWR( X + (3), union x ) /* read */\n") ==
          "A=_IOR/struct event; B=DRM_IOWR/union x; ");
    CHECK(shown("#define A \\\n    _IOW(',', 1, /* a */ int) // b\n") == "A=_IOW/int; ");
    CHECK(shown("#define A(x) _IO(x, 1)\n#define B (_IO('E', 1))\n#define C _IO('E', 1) | 4\n#define D 4\n").empty());
    CHECK(shown("#define A _IO(1\n#define B _IO(1))\n#define /* \n#define C").empty());
}

constexpr std::string_view text =
    "#define EVENT_RESET _IO('E', 0)\n#define EVENT_READ _IOR('E', 1, struct event)\n"
    "#define EVENT_BIG _IOW('E', 2, struct unknown)\n#define EVENT_MASK _IOWR('E', 3, __u32)\n"
    "#define EVENT_OLD _IOR('E', 4, struct event)\n";

/// What a header declares on a target where struct event has so many bytes.
Layout header(const std::string& target, const std::string& architecture, std::uint64_t size,
              const std::vector<std::uint64_t>& values) {
    Layout layout;
    layout.target = target;
    layout.facts[Fact::architecture] = architecture;
    Record event;
    event.name = "event";
    event.size_bytes = size;
    event.align_bytes = 4;
    event.fields.push_back({.name = "data", .type = {.kind = Kind::byte, .width_bits = 8, .extents = {size}}});
    layout.records.push_back(event);
    const std::vector<std::string> names{"EVENT_RESET", "EVENT_READ", "EVENT_BIG", "EVENT_MASK", "EVENT_OLD"};
    for (std::size_t i = 0; i < values.size(); ++i) {
        layout.constants.push_back({.name = names[i],
                                    .type = {.kind = Kind::unsigned_integer, .width_bits = 32},
                                    .value = {.low = values[i]}});
    }
    return layout;
}

std::string drafted(const std::vector<Layout>& layouts) {
    Draft draft = draft_spec(layouts, "event");
    draft_ioctls(macro_calls(text), layouts, draft);
    std::string all;
    for (const auto& one : draft.layout.constants) {
        all += one.name + "=";
        all += one.expression ? one.expression->direction + "," + one.expression->record : to_string(one.value);
        for (const auto& target : one.targets) all += "@" + target;
        all += " ";
    }
    return all;
}

const Layout x86_64 = header("x86_64", "x86_64", 16, {0x4500, 0x80104501, 0x40084502, 0xc0044503, 0x800c4504});

TEST_CASE("the number of an ioctl is drafted as an expression if it has the value of the macro") {
    CHECK(drafted({x86_64}) ==
          "EVENT_RESET=none, EVENT_READ=read,event EVENT_BIG=0x40084502 EVENT_MASK=read_write,u32 "
          "EVENT_OLD=0x800c4504 ");
}

TEST_CASE("one expression covers the numbers of all targets") {
    const Layout mips = header("mips", "mipsel", 12, {0x20004500, 0x400c4501, 0x80084502, 0xc0044503, 0x400c4504});
    CHECK(drafted({x86_64, mips}) ==
          "EVENT_RESET=none, EVENT_READ=read,event EVENT_BIG=0x40084502@x86_64 EVENT_BIG=0x80084502@mips "
          "EVENT_MASK=read_write,u32 EVENT_OLD=0x800c4504@x86_64 EVENT_OLD=0x400c4504@mips ");
}

TEST_CASE("a number that one of the targets makes in another way stays a number on each") {
    const Layout mips = header("mips", "mipsel", 16, {0x4500, 0x80104501});
    CHECK(drafted({x86_64, mips}).starts_with("EVENT_RESET=0x4500 EVENT_READ=0x80104501 "));
}

TEST_CASE("a constant that a target lacks names the targets that have it") {
    CHECK(drafted({x86_64, header("arm", "arm", 16, {0x4500})}).find("EVENT_READ=read,event@x86_64 ") !=
          std::string::npos);
}

TEST_CASE("a record that is too large for the number of an ioctl makes no expression") {
    CHECK(drafted({header("x86_64", "x86_64", 16388, {0x4500, 0xc0044501})}).find("EVENT_READ=0xc0044501 ") !=
          std::string::npos);
}

}  // namespace
}  // namespace abi
