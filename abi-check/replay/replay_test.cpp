#include "replay/replay.h"

#include <doctest/doctest.h>

#include "replay/protocol.h"
#include "replay/small_specs.h"

namespace {

using abi::FieldValue;
using abi::FixtureSet;
using abi::Integer;
using abi::ReplayRequest;

/// Two cases, on lines 7 and 9 of "f.json".
FixtureSet two_cases() {
    FixtureSet set;
    set.path = "f.json";
    set.record = "CmdPacket";
    set.key = abi::Bytes(16);
    const abi::Layout spec = abi::test::small_membrane();
    const auto add = [&](const char* name, const char* verdict, std::string_view hex, unsigned line) {
        auto bytes = *abi::parse_hex(hex);
        auto fields = *decode(spec, *find_record(spec, "CmdPacket"), bytes, spec.byte_order);
        set.cases.push_back({name, "", std::move(bytes), verdict, std::move(fields), {"f.json", line}});
    };
    add("good exec", "VERDICT_OK", "00040000 00000000 8877665544332211 0100000000000000 efcdab8967452301", 7);
    add("set padding", "VERDICT_EPAD", "00040000 05000000 0000000000000000 0200000000000000 0000000000000080", 9);
    return set;
}

/// The answers of a kernel that decodes the given values from these cases.
struct Answers {
    std::string lines;
    abi::Bytes results;
    std::uint32_t count = 0;

    Answers& add(std::uint32_t index, std::uint32_t verdict, std::vector<FieldValue> fields) {
        const auto protocol = abi::test::small_protocol();
        fields.push_back({"index", {index}});
        fields.push_back({"verdict", {verdict}});
        const auto bytes = encode(protocol, *find_record(protocol, "ReplayResult"), fields, protocol.byte_order);
        lines += "@replay " + abi::to_hex(*bytes, 0) + "\r\n";
        results.insert(results.end(), bytes->begin(), bytes->end());
        ++count;
        return *this;
    }
    std::string with_end() const {
        const auto protocol = abi::test::small_protocol();
        const auto bytes =
            encode(protocol, *find_record(protocol, "ReplayEnd"),
                   {{"magic", {0x444e4552}}, {"case_count", {count}}, {"crc32", {abi::crc32_of(results)}}},
                   protocol.byte_order);
        return lines + "@replay-end " + abi::to_hex(*bytes, 0) + "\r\n";
    }
};

const std::vector<FieldValue> exec_fields{
    {"kind", {0x400}}, {"arg", {0x1122334455667788}}, {"id", {1, 0x0123456789abcdef}}};
const std::vector<FieldValue> padding_fields{{"kind", {0x400}}, {"_pad", {5}}, {"id", {2, 1ULL << 63U}}};

/// A machine that prints `console`, then does `then`.
ReplayRequest machine(const std::string& console, const std::string& then = "exit 0") {
    ReplayRequest request;
    request.machine = {"/bin/sh", "-c", "printf '%s' \"$1\"; " + then, "machine", console};
    return request;
}

abi::Result<abi::ReplayResult> run(const ReplayRequest& request) {
    return replay(two_cases(), abi::test::small_membrane(), abi::test::small_protocol(), request);
}

}  // namespace

TEST_CASE("A kernel that answers as expected passes every case") {
    const auto console = "[Boot] hello\r\n" + Answers().add(0, 0, exec_fields).add(1, 2, padding_fields).with_end();
    const auto result = run(machine(console));
    for (const auto& problem : result.problems) FAIL(to_string(problem));
    REQUIRE(result->outcomes.size() == 2);
    for (const auto& outcome : result->outcomes) {
        CHECK(outcome.passed);
        CHECK(outcome.message.empty());
    }
    CHECK(result->outcomes[1].name == "set padding");
    CHECK(to_string(result->outcomes[1].place) == "f.json:9");
    CHECK(result->console == console);
}

TEST_CASE("A wrong value or verdict fails only that case, and each difference is named") {
    auto cut = exec_fields;
    cut[1].value = Integer{0x55667788};
    const auto result = run(machine(Answers().add(0, 1, cut).add(1, 2, padding_fields).with_end()));
    REQUIRE(result);
    CHECK_FALSE(result->outcomes[0].passed);
    CHECK(result->outcomes[0].message ==
          "verdict: expected VERDICT_OK, the kernel answered VERDICT_EBADTAG; arg: expected 0x1122334455667788, the "
          "kernel decoded 0x55667788");
    CHECK(result->outcomes[1].passed);
}

TEST_CASE("Every field that the packet has is compared") {
    for (std::size_t i = 0; i < padding_fields.size(); ++i) {
        CAPTURE(padding_fields[i].path);
        auto other = padding_fields;
        other[i].value.low ^= 1U;
        const auto result = run(machine(Answers().add(0, 0, exec_fields).add(1, 2, other).with_end()));
        REQUIRE(result);
        CHECK(result->outcomes[0].passed);
        CHECK(result->outcomes[1].message.starts_with(padding_fields[i].path + ": expected "));
    }
}

TEST_CASE("A verdict that is not in the spec is shown as its number") {
    const auto result = run(machine(Answers().add(0, 77, exec_fields).add(1, 2, padding_fields).with_end()));
    REQUIRE(result);
    CHECK(result->outcomes[0].message ==
          "verdict: expected VERDICT_OK, the kernel answered 0x4d, which is not a Verdict");
}

TEST_CASE("A case without an answer fails, and the others are not affected") {
    const auto result = run(machine(Answers().add(1, 2, padding_fields).with_end()));
    REQUIRE(result);
    CHECK_FALSE(result->outcomes[0].passed);
    CHECK(result->outcomes[0].message == "the kernel gave no answer");
    CHECK(result->outcomes[1].passed);
}

TEST_CASE("A machine that hangs, crashes, stops early or prints invalid answers is a problem with its progress") {
    const std::string one = Answers().add(0, 0, exec_fields).lines;
    const std::string all = Answers().add(0, 0, exec_fields).add(1, 2, padding_fields).with_end();
    const std::string progress = "1 of 2 cases were answered; the first without an answer is 'set padding'";
    struct Row {
        ReplayRequest request;
        std::string message;
    };
    Row rows[] = {
        {machine(one + "[Loader] waiting", "exec sleep 1000"),
         "error: no answer within 1500 ms; the last line was \"[Loader] waiting\"; " + progress},
        {machine(one + "[Boot] initrd: no trailer\r\n", "exit 11"),
         "error: the kernel refused the initrd: \"[Boot] initrd: no trailer\"; " + progress},
        {machine(one + "ring broken\r\n", "exit 10"),
         "error: the kernel ended the machine with status 10 (EXIT_PANIC: The kernel met a state that it excludes.); "
         "its last line "
         "was \"ring broken\"; " +
             progress},
        {machine(one, "echo no memory >&2; exit 1"), ""},
        {machine(one, "kill -9 $$"), "error: the machine /bin/sh was killed by signal 9 (Killed); " + progress},
        {machine(one),
         "error: expected the sentinel \"@replay-end …\" before the machine's end, found none; " + progress},
        {machine(""),
         "error: expected the sentinel \"@replay-end …\" before the machine's end, found none; 0 of 2 cases were "
         "answered; the first without an answer is 'good exec'"},
        {machine("@replay zz\n" + all),
         "console:1: error: expected 96 hexadecimal digits after \"@replay \", found \"zz\""},
        {machine(all, "exit 10"), ""},
        {machine("", "head -c 300000 /dev/urandom"), ""},
    };
    for (auto& row : rows) {
        CAPTURE(row.message);
        if (row.request.machine[2].find("sleep") != std::string::npos) {
            row.request.time_limit = std::chrono::milliseconds(1500);
        }
        const auto result = run(row.request);
        CHECK_FALSE(result);
        REQUIRE_FALSE(result.problems.empty());
        if (!row.message.empty()) CHECK(to_string(result.problems[0]) == row.message);
    }
}

TEST_CASE("If the machine ends badly, wrong answers are reported with the place of their fixture") {
    auto cut = exec_fields;
    cut[1].value = Integer{0x55667788};
    const auto result = run(machine(Answers().add(0, 0, cut).lines, "exit 10"));
    REQUIRE(result.problems.size() == 2);
    CHECK(to_string(result.problems[1]) ==
          "f.json:7: error: good exec: arg: expected 0x1122334455667788, the kernel decoded 0x55667788");
}

TEST_CASE("ReplayResult must have each field of the fixtures' record") {
    auto protocol = abi::test::small_protocol();
    protocol.records[2].fields[4].name = "argument";
    const auto result = replay(two_cases(), abi::test::small_membrane(), protocol, machine(""));
    REQUIRE(result.problems.size() == 1);
    CHECK(to_string(result.problems[0]) ==
          "layer.h:1:1: error: expected a field ReplayResult.arg to compare with CmdPacket, found none");
}

TEST_CASE("A set without cases is refused, because nothing would be checked") {
    auto set = two_cases();
    set.cases.clear();
    CHECK_FALSE(replay(set, abi::test::small_membrane(), abi::test::small_protocol(), machine("")));
}

TEST_CASE("A machine without shared memory starts once for each fresh boot, and all answers are combined") {
    auto set = two_cases();
    set.cases[1].fresh_boot = true;
    const std::string first = Answers().add(0, 0, exec_fields).with_end();
    const std::string second = Answers().add(0, 2, padding_fields).with_end();
    ReplayRequest request;
    // Byte 76 of the blob is the first one of the first case's _pad.
    request.machine = {
        "/bin/sh",
        "-c",
        "if [ $(od -An -tu1 -j 76 -N 1 \"$1\") = 0 ]; then printf '%s' \"$2\"; else printf '%s' \"$3\"; fi",
        "machine",
        "{blob}",
        first,
        second};
    const auto run = [&] { return replay(set, abi::test::small_membrane(), abi::test::small_protocol(), request); };
    const auto result = run();
    for (const auto& problem : result.problems) FAIL(to_string(problem));
    CHECK(result->outcomes[0].passed);
    CHECK(result->outcomes[1].passed);
    CHECK(result->console == first + second);

    request.machine.back() = Answers().add(0, 0, padding_fields).with_end();
    const auto wrong = run();
    REQUIRE(wrong);
    CHECK(wrong->outcomes[0].passed);
    CHECK(wrong->outcomes[1].message == "verdict: expected VERDICT_EPAD, the kernel answered VERDICT_OK");
}

TEST_CASE("If a machine with shared memory leaves no results there, no case has an answer") {
    ReplayRequest request = machine("");
    request.machine.push_back("{ram}");
    const auto silent = run(request);
    REQUIRE(silent.problems.size() == 1);
    CHECK(to_string(silent.problems[0]).find("0 of 2 cases were answered") != std::string::npos);

    const std::string end = Answers().add(0, 0, exec_fields).add(1, 2, padding_fields).with_end();
    request = machine(end.substr(end.find("@replay-end")));
    request.machine.push_back("{ram}");
    const auto lying = run(request);
    REQUIRE(lying.problems.size() == 1);
    CHECK(to_string(lying.problems[0]) ==
          "console:1: error: expected the sentinel to count the 0 results in memory, found 2");
}
