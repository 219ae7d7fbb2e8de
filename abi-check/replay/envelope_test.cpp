#include "replay/envelope.h"

#include <doctest/doctest.h>

#include "replay/protocol.h"
#include "test/declare.h"

using namespace abi;
using namespace abi::test;

namespace {

Layout mailbox() {
    Layout layout;
    layout.origin = "mailbox.abi.json";
    layout.records = {
        record("Mailbox", 6, 2,
               {field("command", u(16), 0), field("value", u(16), 2), field("_pad", u(16), 4, Role::padding)})};
    return layout;
}

}  // namespace

TEST_CASE("A spec without the records of the protocol gets the built-in ones and a plain answer") {
    const auto envelope = make_envelope(mailbox(), {"Mailbox", ""});
    REQUIRE(envelope);
    const auto protocol = find_protocol(*envelope);
    for (const auto& problem : protocol.problems) FAIL(to_string(problem));
    CHECK(protocol->version == Integer{2});
    const Record& result = *protocol->result;
    CHECK(result.size_bytes == 16);
    CHECK(result.align_bytes == 4);
    REQUIRE(result.fields.size() == 5);
    CHECK(result.fields[1].name == "verdict");
    CHECK(result.fields[2].name == "command");
    CHECK(result.fields[2].offset_bits == 64);
    CHECK(result.fields[4].offset_bits == 96);
    CHECK(result.fields[4].role == Role::data);
}

TEST_CASE("The plain answer begins at the alignment of the packet's record") {
    auto layout = mailbox();
    layout.records = {cmd_packet()};
    const auto envelope = make_envelope(layout, {"CmdPacket", ""});
    REQUIRE(envelope);
    const Record* result = find_record(*envelope, default_result);
    REQUIRE(result != nullptr);
    CHECK(result->fields[2].offset_bits == 128);
    CHECK(result->size_bytes == 48);
}

TEST_CASE("The plain answer's verdict is signed if the verdicts are") {
    auto layout = mailbox();
    layout.enums.resize(1);
    layout.enums[0].name = "Error";
    layout.enums[0].type = i(32);
    const auto is_signed = [&](const std::string& verdicts) {
        const auto envelope = make_envelope(layout, {"Mailbox", "", verdicts});
        REQUIRE(envelope);
        return find_record(*envelope, default_result)->fields[1].type.kind == Kind::signed_integer;
    };
    CHECK(is_signed("Error"));
    CHECK_FALSE(is_signed("Verdict"));
}

TEST_CASE("A record of results that the spec declares, or that the fixture file names, is used") {
    auto layout = mailbox();
    layout.records.push_back(record("Answer", 8, 4, {field("index", u(32), 0), field("verdict", i(32), 4)}));
    auto envelope = make_envelope(layout, {"Mailbox", "Answer"});
    REQUIRE(envelope);
    CHECK(find_protocol(*envelope, "Answer")->result_bytes() == 8);
    layout.records.back().name = "ReplayResult";
    envelope = make_envelope(layout, {"Mailbox", ""});
    REQUIRE(envelope);
    CHECK(find_protocol(*envelope)->result_bytes() == 8);
    CHECK(find_protocol(*make_envelope(mailbox(), {"Mailbox", "ReplayResult"}))->result_bytes() == 48);
}

TEST_CASE("What a plain answer cannot carry is refused") {
    const auto missing = make_envelope(mailbox(), {"Mailbox", "Answer"});
    REQUIRE(missing.problems.size() == 1);
    CHECK(to_string(missing.problems[0]) ==
          "mailbox.abi.json: error: expected a record Answer, in which the target answers, found none");
    CHECK_FALSE(make_envelope(mailbox(), {"Other", ""}));
    auto layout = mailbox();
    layout.records[0].fields[0].name = "index";
    const auto clash = make_envelope(layout, {"Mailbox", ""});
    REQUIRE(clash.problems.size() == 1);
    CHECK(to_string(clash.problems[0]).find("a field index of its own") != std::string::npos);
}
