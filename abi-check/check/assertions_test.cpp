#include "check/assertions.h"

#include <doctest/doctest.h>

#include "check/conform.h"
#include "test/declare.h"

using namespace abi;
using namespace abi::test;

namespace {

Layout spec() {
    Layout made;
    made.records = {record("Packet", 8, 4, {field("kind", u(32), 0), field("arg", u(32), 4)}),
                    record("Other", 4, 4, {field("kind", u(32), 0)})};
    return made;
}

/// A layer whose Packet has one field too many, and in which this assertion fails.
WitnessAnswer answer_with(const std::string& message) {
    WitnessAnswer answer;
    answer.layer = "hal";
    answer.target = "riscv64";
    answer.witness = "clang";
    answer.records = {"Packet", "Other"};
    answer.layout = spec();
    answer.layout.records[0] =
        record("Packet", 12, 4, {field("kind", u(32), 0), field("pad", u(32), 4), field("arg", u(32), 8)});
    answer.failed_assertions = {{{.file = "in.c", .line = 12, .column = 16}, "", "", message}};
    return answer;
}

std::string requirement(const std::string& condition) {
    return "static assertion failed due to requirement '" + condition + "': Packet or other";
}

/// The finding that a report shows for the record, and the cause of the assertion.
struct Shown {
    Finding lead;
    std::string cause;
};

Shown shown(const WitnessAnswer& answer) {
    Shown made;
    for (const auto& finding : conform(spec(), answer).findings) {
        if (finding.leads && finding.record == "Packet") made.lead = finding;
        if (finding.rule == Rule::assertion) made.cause = finding.cause;
    }
    return made;
}

}  // namespace

TEST_CASE("an assertion about a record that differs follows from the cause, which names it first") {
    const auto answer = answer_with(requirement("sizeof(struct Packet) == 8"));
    const auto made = shown(answer);
    CHECK_FALSE(made.cause.empty());
    CHECK(made.cause == made.lead.cause);
    REQUIRE(made.lead.related.size() == 2);
    CHECK(to_string(made.lead.related[0].place) == "in.c:12:16");
    CHECK(made.lead.related[0].message == answer.failed_assertions[0].found);
}

TEST_CASE("the layer's own name of the record counts; several assertions are named in their order") {
    auto answer = answer_with(requirement("sizeof(hal::packet_t) == 8"));
    answer.source_names["hal::packet_t"] = "Packet";
    answer.failed_assertions.push_back(
        {{.file = "in.c", .line = 20}, "", "", requirement("__builtin_offsetof(packet_t, arg) == 4")});
    const auto made = shown(answer);
    REQUIRE(made.lead.related.size() == 3);
    CHECK(made.lead.related[0].place.line == 12);
    CHECK(made.lead.related[1].place.line == 20);
}

TEST_CASE("an assertion about another record, or about no record, stands alone") {
    for (const char* condition : {"sizeof(Other) == 8", "sizeof(PacketList) == 8", "sizeof(long) == 8"}) {
        CAPTURE(condition);
        const auto made = shown(answer_with(requirement(condition)));
        CHECK(made.cause.empty());
        CHECK(made.lead.related.size() == 1);
    }
}
