#include "specfile/check_names.h"

#include <doctest/doctest.h>

#include "specfile/read.h"
#include "specfile/refusal.h"

namespace abi {
namespace {

TEST_CASE("a name that stands twice, or is no name, is refused") {
    const std::string r =
        R"({"name": "R", "size": 1, "align": 1, "fields": [{"name": "a", "type": "u8", "offset": 0}]})";
    const std::string c = R"({"name": "C", "type": "u8", "value": 1})";
    const std::string e = R"({"name": "E", "type": "u8", "values": [{"name": "A", "value": 1}]})";
    const std::string history = R"("history": [
        {"label": "old", "size": 1, "align": 1, "fields": [{"name": "a", "type": "u8", "offset": 0}]},
        {"label": "old", "size": 1, "align": 1, "fields": [{"name": "a", "type": "u8", "offset": 0}]}], )";
    const std::string a = R"({"name": "a", "type": "u8", "offset": 0})";
    const std::string a1 = R"({"name": "a", "type": "u8", "offset": 1})";
    const auto replaced = [](std::string text, const std::string& old, const std::string& now) {
        return text.replace(text.find(old), old.size(), now);
    };
    for (const Refusal& row : {
             Refusal{"record twice", one_spec("\"records\": [" + r + "," + r + "]"), "/records/1/name",
                     "records and enums that differ", "\"R\" again (first at /records/0/name)"},
             Refusal{"constant twice", one_spec("\"constants\": [" + c + "," + c + "]"), "/constants/1/name",
                     "constants and enumerators", "\"C\" again"},
             Refusal{"enum twice", one_spec("\"enums\": [" + e + "," + replaced(e, "\"A\"", "\"B\"") + "]"),
                     "/enums/1/name", "records and enums", "\"E\" again"},
             Refusal{"record called like an enum",
                     one_spec("\"enums\": [" + replaced(e, "\"E\"", "\"R\"") + "], \"records\": [" + r + "]"),
                     "/records/0/name", "records and enums", "\"R\" again (first at /enums/0/name)"},
             Refusal{"enumerator called like a constant",
                     one_spec("\"constants\": [" + c + "], \"enums\": [" + replaced(e, "\"A\"", "\"C\"") + "]"),
                     "/enums/0/values/0/name", "constants and enumerators", "\"C\" again (first at /constants/0/name)"},
             Refusal{"field twice", one_record(2, 1, a + "," + a1), "/records/0/fields/1/name",
                     "differ within a record", "\"a\" again"},
             Refusal{"label twice", one_record(1, 1, a, history), "/records/0/history/1/label", "labels", "R@old"},
             Refusal{"target twice", one_record(1, 1, a, R"("targets": ["x", "x"], )"), "/records/0/targets/1",
                     "each target once", "\"x\" again"},
             Refusal{"a built-in type's name", one_spec("\"records\": [" + replaced(r, "\"R\"", "\"u8\"") + "]"),
                     "/records/0/name", "not a built-in type", "\"u8\""},
             Refusal{"no identifier", one_spec("\"records\": [" + replaced(r, "\"R\"", "\"R-1\"") + "]"),
                     "/records/0/name", "letters, digits and _", "\"R-1\""},
             Refusal{"no identifier as field", one_record(1, 1, replaced(a, "\"a\"", "\"0a\"")),
                     "/records/0/fields/0/name", "letters, digits and _", "\"0a\""},
         }) {
        check_refusal(row, parse_spec("test.json", row.text));
    }
}

TEST_CASE("a record that contains itself, at once or by way of others, is refused") {
    const auto record = [](const std::string& name, const std::string& inner) {
        return R"({"name": ")" + name + R"(", "size": 4, "align": 4, "fields": [{"name": "a", "type": ")" + inner +
               R"(", "offset": 0}]})";
    };
    check_refusal({"itself", one_spec("\"records\": [" + record("A", "A") + "]"), "/records/0/fields/0/type",
                   "does not contain itself", "A contains A"},
                  parse_spec("test.json", one_spec("\"records\": [" + record("A", "A") + "]")));
    const std::string ring = one_spec("\"records\": [" + record("A", "B") + "," + record("B", "C") + "," +
                                      record("C", "B") + "," + record("D", "A") + "]");
    check_refusal({"a ring", ring, "/records/2/fields/0/type", "does not contain itself", "B contains C contains B"},
                  parse_spec("test.json", ring));
}

TEST_CASE("a record that exists where one that it holds does not is refused") {
    const auto spec = [](const std::string& outer_targets) {
        return one_spec(R"("records": [
            {"name": "P", "size": 1, "align": 1, "targets": ["x", "y"], "fields": [{"name": "a", "type": "u8", "offset": 0}]},
            {"name": "R", "size": 1, "align": 1, )" +
                        outer_targets + R"("fields": [{"name": "p", "type": "P", "offset": 0}]}])");
    };
    CHECK(parse_spec("test.json", spec(R"("targets": ["x"], )")));
    for (const char* targets : {"", R"("targets": ["x", "z"], )"}) {
        check_refusal({"wider than its part", spec(targets), "/records/1/fields/0/type", "exists wherever R does",
                       "P, which exists on x, y only"},
                      parse_spec("test.json", spec(targets)));
    }
}

}  // namespace
}  // namespace abi
