#include "check/pairing.h"

#include <doctest/doctest.h>

#include "model/typedef_name.h"

namespace abi {
namespace {

Record record(std::string name, std::vector<std::pair<std::string, std::string>> fields) {
    Record made;
    made.name = std::move(name);
    made.size_bytes = 4 * fields.size();
    for (std::uint64_t offset = 0; auto& [field, nested] : fields) {
        Field one;
        one.name = field;
        one.offset_bits = offset;
        one.type = {.kind = nested.empty() ? Kind::unsigned_integer : Kind::record, .width_bits = 32, .name = nested};
        offset += 32;
        made.fields.push_back(std::move(one));
    }
    return made;
}

Layout layout(std::vector<Record> records) {
    Layout made;
    made.records = std::move(records);
    return made;
}

std::string pairs_of(const Layout& first, const Layout& second, const std::map<std::string, std::string>& meant = {}) {
    const auto pairing = pair_names({&first, 1}, {&second, 1}, meant);
    std::string text;
    for (const auto& [a, b] : pairing.records.pairs) text += a + "=" + b + " ";
    for (const auto& name : pairing.records.first_only) text += "-" + name + " ";
    for (const auto& name : pairing.records.second_only) text += "+" + name + " ";
    return text;
}

TEST_CASE("a record that is named after the field that holds it is found through that field only") {
    const auto icmp = record("icmp", {{"type", ""}, {"code", ""}});
    const auto tuple = record("tuple", {{"icmp", "tuple::icmp"}});
    const auto nameless = record("tuple::icmp", {{"id", ""}});
    CHECK(pairs_of(layout({icmp}), layout({tuple, nameless})) == "-icmp +tuple +tuple::icmp ");
    const auto other = record("Tuple", {{"icmp", "Icmp"}});
    CHECK(pairs_of(layout({tuple, nameless}), layout({other, record("Icmp", {{"id", ""}})})) ==
          "tuple=Tuple tuple::icmp=Icmp ");
}

TEST_CASE("names that are equal, or equal in another spelling, are paired") {
    CHECK(pairs_of(layout({record("hdr", {{"a", ""}})}), layout({record("hdr", {{"a", ""}})})) == "hdr=hdr ");
    CHECK(pairs_of(layout({record("cmd_packet_t", {{"a", ""}})}), layout({record("hal::CmdPacket", {{"b", ""}})})) ==
          "cmd_packet_t=hal::CmdPacket ");
    CHECK(pairs_of(layout({record("a::Hdr", {{"a", ""}})}), layout({record("b::Hdr", {{"a", ""}})})) ==
          "a::Hdr=b::Hdr ");
}

TEST_CASE("names are paired behind a beginning that most names of a side have") {
    const auto one = [](std::string name) { return record(std::move(name), {{"a", ""}}); };
    const auto first = layout({one("usb_setup"), one("usb_hub_t"), one("usb_packet"), one("page")});
    CHECK(pairs_of(first, layout({one("Setup"), one("x::Hub"), one("Page"), one("Frame")})) ==
          "usb_setup=Setup usb_hub_t=x::Hub page=Page -usb_packet +Frame ");
    // Both sides may have one.
    CHECK(pairs_of(first, layout({one("my_setup"), one("my_hub"), one("my_frame")})) ==
          "usb_setup=my_setup usb_hub_t=my_hub -usb_packet -page +my_frame ");
    // Two names that are equal behind it are not clear; nor is a beginning that few names have.
    CHECK(pairs_of(layout({one("usb_setup"), one("setup_t"), one("usb_a"), one("usb_b")}), layout({one("SetUp")})) ==
          "setup_t=SetUp -usb_setup -usb_a -usb_b ");
    CHECK(pairs_of(layout({one("usb_setup"), one("a"), one("b"), one("c")}), layout({one("Setup")})) ==
          "-usb_setup -a -b -c +Setup ");
}

TEST_CASE("behind a beginning, an object of the program is not the counterpart of a record of another size") {
    const auto first = layout(
        {record("usb_setup", {{"a", ""}, {"b", ""}}), record("usb_a", {{"x", ""}}), record("usb_b", {{"x", ""}})});
    auto second = layout({record("Setup", {{"frame", ""}})});
    CHECK(pairs_of(first, second) == "usb_setup=Setup -usb_a -usb_b ");
    second.records[0].no_promise = "it has no `repr(C)`";
    CHECK(pairs_of(first, second) == "-usb_setup -usb_a -usb_b +Setup ");
    // Of the same size, somebody has forgotten to promise it.
    second.records[0].size_bytes = 8;
    CHECK(pairs_of(first, second) == "usb_setup=Setup -usb_a -usb_b ");
}

TEST_CASE("a beginning is common if more than half of the names have it, and at least three") {
    const auto beginning = [](std::vector<std::string> names) { return common_beginning(names); };
    CHECK(beginning({"a_x", "a_y", "a_z"}) == "a_");
    CHECK(beginning({"a_b_x", "a_b_y", "s::a_b_z", "a_c"}) == "a_b_");
    CHECK(beginning({"a_x", "a_y"}) == "");
    CHECK(beginning({"a_x", "a_y", "a_z", "b", "c", "d"}) == "");
    CHECK(beginning({"a_", "a_", "a_"}) == "");
    CHECK(beginning({"_x", "_y", "_z"}) == "");
    CHECK(beginning({}) == "");
}

TEST_CASE("a spelling that two names of one side share pairs nothing") {
    const auto first = layout({record("a::Hdr", {{"a", ""}}), record("b::Hdr", {{"a", ""}})});
    CHECK(pairs_of(first, layout({record("Hdr", {{"a", ""}})})) == "-a::Hdr -b::Hdr +Hdr ");
}

TEST_CASE("of several spellings of a name the one without a scope is meant") {
    const auto first = layout({record("rtmsg", {{"a", ""}})});
    CHECK(pairs_of(first, layout({record("RtMsg", {{"b", ""}}), record("unix.RtMsg", {{"a", ""}})})) ==
          "rtmsg=RtMsg +unix.RtMsg ");
    CHECK(pairs_of(first, layout({record("sys.RtMsg", {{"b", ""}}), record("unix.RtMsg", {{"a", ""}})})) ==
          "-rtmsg +sys.RtMsg +unix.RtMsg ");
    const std::vector<std::pair<std::string, std::string>> fields{{"a", ""}, {"b", ""}, {"c", ""}};
    CHECK(pairs_of(layout({record("One", fields)}), layout({record("Other", fields), record("n::Third", fields)})) ==
          "-One +Other +n::Third ");
}

TEST_CASE("names within records that are no pair are the same by chance") {
    const auto first = layout({record("signal", {{"first", "signal::first"}}),
                               record("signal::first", {{"timer", "signal::first::timer"}}),
                               record("signal::first::timer", {{"id", ""}})});
    const auto second = layout({record("signal", {{"timer", "signal::timer"}}),
                                record("signal::timer", {{"id", ""}, {"value", ""}, {"more", ""}})});
    CHECK(pairs_of(first, second) == "signal=signal -signal::first -signal::first::timer +signal::timer ");
}

TEST_CASE("the types of fields of the same name are paired, and those within") {
    const auto first = layout({record("S", {{"in", "S::in"}}), record("S::in", {{"deep", "S::in::deep"}}),
                               record("S::in::deep", {{"x", ""}})});
    const auto second =
        layout({record("S", {{"in", "Inner"}}), record("Inner", {{"deep", "Deep"}}), record("Deep", {{"x", ""}})});
    CHECK(pairs_of(first, second) == "S=S S::in=Inner S::in::deep=Deep ");
}

TEST_CASE("the types of fields are paired behind a member whose name a generator made up") {
    const auto first = layout({record("S", {{"event", "S::event"}}), record("S::event", {{"type", ""}})});
    const auto second =
        layout({record("S", {{"__bindgen_anon_1", "S__bindgen_ty_1"}}),
                record("S__bindgen_ty_1", {{"event", "S__bindgen_ty_2"}}), record("S__bindgen_ty_2", {{"type_", ""}})});
    CHECK(pairs_of(first, second) == "S=S S::event=S__bindgen_ty_2 +S__bindgen_ty_1 ");
    CHECK(pairs_of(second, first) == "S=S S__bindgen_ty_2=S::event -S__bindgen_ty_1 ");
}

TEST_CASE("records with the same fields are paired, unless they are small or there are several") {
    const std::vector<std::pair<std::string, std::string>> fields{{"a", ""}, {"b", ""}, {"c", ""}};
    CHECK(pairs_of(layout({record("One", fields)}), layout({record("Other", fields)})) == "One=Other ");
    CHECK(pairs_of(layout({record("One", fields)}), layout({record("Other", fields), record("Third", fields)})) ==
          "-One +Other +Third ");
    CHECK(pairs_of(layout({record("One", {{"a", ""}})}), layout({record("Other", {{"a", ""}})})) == "-One +Other ");
}

TEST_CASE("the user's names win, and those that no side has are told") {
    const auto first = layout({record("hdr", {{"a", ""}}), record("old", {{"a", ""}})});
    const auto second = layout({record("hdr", {{"a", ""}}), record("now", {{"b", ""}})});
    CHECK(pairs_of(first, second, {{"old", "now"}}) == "hdr=hdr old=now ");
    CHECK(pairs_of(first, second, {{"hdr", "now"}}) == "hdr=now -old +hdr ");
    const auto pairing = pair_names({&first, 1}, {&second, 1}, {{"odl", "now"}});
    REQUIRE(pairing.unused.size() == 1);
    CHECK(pairing.unused[0] == "odl");
}

TEST_CASE("the user may leave out a scope if one name only ends so") {
    const auto first = layout(
        {record("modules::Module", {{"a", ""}}), record("mp::Cpu", {{"a", ""}}), record("smp::Cpu", {{"a", ""}})});
    const auto second = layout({record("limine_internal_module", {{"b", ""}}), record("limine_smp_info", {{"b", ""}})});
    CHECK(pairs_of(first, second, {{"Module", "limine_internal_module"}, {"Cpu", "limine_smp_info"}}) ==
          "modules::Module=limine_internal_module -mp::Cpu -smp::Cpu +limine_smp_info ");
}

TEST_CASE("a typedef is mapped by its own name") {
    Layout first;
    Layout second;
    first.constants = {{.name = typedef_name("old_t"), .type = {}, .value = {}, .doc = "", .place = {}}};
    second.constants = {{.name = typedef_name("new_t"), .type = {}, .value = {}, .doc = "", .place = {}}};
    const auto pairing = pair_names({&first, 1}, {&second, 1}, {{"old_t", "new_t"}});
    REQUIRE(pairing.constants.pairs.size() == 1);
    CHECK(pairing.constants.pairs[0].second == "sizeof(new_t)");
    CHECK(pairing.unused.empty());
}

}  // namespace
}  // namespace abi
