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
          "verdict: expected VERDICT_OK, the target answered VERDICT_EBADTAG; arg: expected 0x1122334455667788, the "
          "target decoded 0x55667788");
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
          "verdict: expected VERDICT_OK, the target answered 0x4d, which is not a Verdict");
}

TEST_CASE("A case without an answer fails, and the others are not affected") {
    const auto result = run(machine(Answers().add(1, 2, padding_fields).with_end()));
    REQUIRE(result);
    CHECK_FALSE(result->outcomes[0].passed);
    CHECK(result->outcomes[0].message == "the target gave no answer");
    CHECK(result->outcomes[1].passed);
}

TEST_CASE("A machine that does not begin, does not follow the protocol or ends badly after its work is a problem") {
    const std::string all = Answers().add(0, 0, exec_fields).add(1, 2, padding_fields).with_end();
    const std::string progress = "0 of 2 cases were answered; the first without an answer is 'good exec'";
    struct Row {
        ReplayRequest request;
        std::string message;
    };
    Row rows[] = {
        {machine("[Loader] waiting", "exec sleep 1000"),
         "error: no answer within 1500 ms; the last line was \"[Loader] waiting\"; " + progress},
        {machine("[Boot] initrd: no trailer\r\n", "exit 11"),
         "error: the kernel refused the initrd: \"[Boot] initrd: no trailer\"; " + progress},
        {machine("ring broken\r\n", "exit 10"),
         "error: the kernel ended the machine with status 10 (EXIT_PANIC: The kernel met a state that it excludes.); "
         "its last line was \"ring broken\"; " +
             progress},
        {machine("", "echo no memory >&2; exit 1"), ""},
        {machine("", "kill -9 $$"), "error: the machine /bin/sh was killed by signal 9 (Killed); " + progress},
        {machine(""),
         "error: expected the sentinel \"@replay-end …\" before the machine's end, found none; " + progress},
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

TEST_CASE("A case at which the machine ends or hangs fails by name, and another machine gets the cases after it") {
    const std::string one = Answers().add(0, 0, exec_fields).lines;
    struct Row {
        std::string then;
        std::string message;
        std::string printed;
    };
    const Row rows[] = {
        {"exit 10",
         "the kernel ended the machine with status 10 (EXIT_PANIC: The kernel met a state that it excludes.)", one},
        {"kill -9 $$", "the machine /bin/sh was killed by signal 9 (Killed)", one},
        {"exit 0", "expected the sentinel \"@replay-end …\" before the machine's end, found none", one},
        {"exec sleep 1000", "no answer within 1500 ms; ", one},
        {"exit 1", "its line is cut off after 4 of 96 digits", one + "@replay 0123"},
        {"exit 1", "the machine ended or hung at this case", "@replay-target mine -\n" + one},
    };
    for (const auto& row : rows) {
        CAPTURE(row.message);
        auto request = machine(row.printed, row.then);
        if (row.then.find("sleep") != std::string::npos) request.time_limit = std::chrono::milliseconds(1500);
        const auto result = run(request);
        for (const auto& problem : result.problems) FAIL(to_string(problem));
        CHECK(result->outcomes[0].passed);
        CHECK_FALSE(result->outcomes[1].passed);
        CHECK(result->outcomes[1].message.starts_with("the machine ended or hung at this case: "));
        CHECK(result->outcomes[1].message.find(row.message) != std::string::npos);
    }
    // The first start ends at the first case. The second one gets the second case alone, as case 0.
    const std::string second = Answers().add(0, 2, padding_fields).with_end();
    ReplayRequest request;
    request.machine = {"/bin/sh",
                       "-c",
                       "echo '@replay-target mine -'; if [ $(od -An -tu1 -j 12 -N 1 \"$1\") = 2 ]; then exit 3; fi; "
                       "printf '%s' \"$2\"",
                       "machine",
                       "{blob}",
                       second};
    auto set = two_cases();
    auto result = replay(set, abi::test::small_membrane(), abi::test::small_protocol(), request);
    for (const auto& problem : result.problems) FAIL(to_string(problem));
    CHECK_FALSE(result->outcomes[0].passed);
    CHECK(result->outcomes[1].passed);
    CHECK(result->target.name == "mine");
    // Packets of one case are not torn apart.
    set.cases[0].more = true;
    result = replay(set, abi::test::small_membrane(), abi::test::small_protocol(), request);
    REQUIRE(result);
    CHECK(result->outcomes[1].message == "not run: the machine ended or hung at an earlier packet of this case");
}

TEST_CASE("A target that ends at every case is not started for ever") {
    auto set = two_cases();
    for (int i = 0; i < 50; ++i) set.cases.push_back(set.cases[0]);
    const auto result = replay(set, abi::test::small_membrane(), abi::test::small_protocol(),
                               machine("@replay-target mine -\n", "exit 1"));
    REQUIRE(result);
    CHECK(result->outcomes[19].message.starts_with("the machine ended or hung"));
    CHECK(result->outcomes[20].message == "not run: the machine ended 20 times and hung 0 times before this case");
}

TEST_CASE("\"Not supported\" is counted by itself if the case is optional, and is a failure if it is not") {
    auto set = two_cases();
    set.cases[1].optional = true;
    const auto console = Answers().add(0, 0x7fffffff, exec_fields).add(1, 0x7fffffff, padding_fields).with_end();
    const auto result = replay(set, abi::test::small_membrane(), abi::test::small_protocol(), machine(console));
    REQUIRE(result);
    CHECK_FALSE(result->outcomes[0].unsupported);
    CHECK(result->outcomes[0].message == "the target does not support it, and the case is not \"optional\"");
    CHECK(result->outcomes[1].unsupported);
    CHECK_FALSE(result->outcomes[1].passed);
}

TEST_CASE("A target that was built against another spec is refused") {
    const std::string answers = Answers().add(0, 0, exec_fields).add(1, 2, padding_fields).with_end();
    auto request = machine("@replay-target mine " + std::string(64, 'a') + "\n" + answers);
    request.digests = {std::string(64, 'b'), std::string(64, 'a')};
    const auto right = run(request);
    REQUIRE(right);
    CHECK(right->target.digest == std::string(64, 'a'));
    request.digests.pop_back();
    const auto wrong = run(request);
    REQUIRE(wrong.problems.size() == 1);
    CHECK(to_string(wrong.problems[0]) == "error: expected the target mine to be built against this spec, digest " +
                                              std::string(64, 'b') + ", found the digest " + std::string(64, 'a'));
}

TEST_CASE("Fields of the answer beside the packet's are compared where the fixture names them") {
    auto protocol = abi::test::small_protocol();
    auto& fields = protocol.records[2].fields;
    fields.erase(fields.begin() + 5);  // _pad2
    fields.insert(fields.begin() + 5, abi::test::field("res", abi::test::i(32), 24));
    fields.insert(fields.begin() + 6, abi::test::field("data", abi::test::bytes(4), 28));
    auto set = two_cases();
    set.cases[0].answer = {{"res", "-22", {}, "/cases/0/answer/res"}, {"data", "01020304", {}, ""}};
    const auto answer = [&](std::uint64_t res, std::uint64_t data) {
        std::string console;
        abi::Bytes results;
        for (std::uint32_t i = 0; i < 2; ++i) {
            auto values = i == 0 ? exec_fields : padding_fields;
            values.push_back({"index", {i}});
            values.push_back({"verdict", {i * 2}});
            if (i == 0) values.push_back({"res", {res, 0, true}});
            if (i == 1) values.push_back({"res", {9}});  // no case expects it
            if (i == 0) values.push_back({"data[3]", {data}});
            if (i == 0) values.push_back({"data[0]", {1}});
            if (i == 0) values.push_back({"data[1]", {2}});
            if (i == 0) values.push_back({"data[2]", {3}});
            const auto bytes = encode(protocol, protocol.records[2], values, protocol.byte_order);
            console += "@replay " + abi::to_hex(*bytes, 0) + "\n";
            results.insert(results.end(), bytes->begin(), bytes->end());
        }
        const auto end = encode(protocol, protocol.records[3],
                                {{"magic", {0x444e4552}}, {"case_count", {2}}, {"crc32", {abi::crc32_of(results)}}},
                                protocol.byte_order);
        return replay(set, abi::test::small_membrane(), protocol,
                      machine(console + "@replay-end " + abi::to_hex(*end, 0) + "\n"));
    };
    const auto right = answer(22, 4);
    for (const auto& problem : right.problems) FAIL(to_string(problem));
    CHECK(right->outcomes[0].passed);
    CHECK(right->outcomes[1].passed);
    CHECK(answer(5, 4)->outcomes[0].message == "res: expected -0x16, the target decoded -5");
    CHECK(answer(22, 5)->outcomes[0].message == "data[3]: expected 4, the target decoded 5");
    set.cases[0].answer = {{"rest", "1", {"f.json", 3}, "/cases/0/answer/rest"}};
    const auto unknown = answer(22, 4);
    REQUIRE(unknown.problems.size() == 1);
    CHECK(to_string(unknown.problems[0]) ==
          "f.json:3: error: /cases/0/answer/rest: expected a field of ReplayResult, found rest");
    set.cases[0].answer = {{"data", "01", {"f.json", 3}, "/x"}};
    CHECK(to_string(answer(22, 4).problems[0]) ==
          "f.json:3: error: /x: expected the 4 bytes of ReplayResult.data, found 1");
}

TEST_CASE("If the machine ends badly, wrong answers are reported with the place of their fixture") {
    auto cut = exec_fields;
    cut[1].value = Integer{0x55667788};
    const auto result = run(machine(Answers().add(0, 0, cut).add(1, 2, padding_fields).lines, "exit 10"));
    REQUIRE(result.problems.size() == 2);
    CHECK(to_string(result.problems[1]) ==
          "f.json:7: error: good exec: arg: expected 0x1122334455667788, the target decoded 0x55667788");
}

TEST_CASE("ReplayResult must have each field of the fixtures' record") {
    auto protocol = abi::test::small_protocol();
    protocol.records[2].fields[4].name = "argument";
    const auto result = replay(two_cases(), abi::test::small_membrane(), protocol, machine(""));
    REQUIRE(result.problems.size() == 1);
    CHECK(to_string(result.problems[0]) ==
          "layer.h:1:1: error: expected a field ReplayResult.arg to compare with CmdPacket, or \"decoded\" with "
          "the fields to compare, found none");
    auto set = two_cases();
    set.decoded = {"kind", "id"};
    const auto console =
        Answers().add(0, 0, {exec_fields[0], exec_fields[2]}).add(1, 2, {padding_fields[0], padding_fields[2]});
    const auto listed = replay(set, abi::test::small_membrane(), protocol, machine(console.with_end()));
    for (const auto& problem : listed.problems) FAIL(to_string(problem));
    CHECK(listed->outcomes[0].passed);
    CHECK(listed->outcomes[1].passed);
    CHECK(listed->remarks == std::vector<std::string>{"not compared, as \"decoded\" of the file says: _pad, arg"});
    set.decoded = {"kinds"};
    CHECK_FALSE(replay(set, abi::test::small_membrane(), protocol, machine("")));
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
    CHECK(wrong->outcomes[1].message == "verdict: expected VERDICT_EPAD, the target answered VERDICT_OK");
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
