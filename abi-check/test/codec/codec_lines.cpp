// The codec as one more driver of the same lines (see run): codec_lines SPEC little|big.
#include <iostream>
#include <sstream>

#include "codec/fields.h"
#include "model/problem.h"
#include "specfile/read.h"

namespace {

using namespace abi;

/// "-1f", without 0x.
std::string spell(const Integer& value) {
    std::ostringstream text;
    text << (value.negative ? "-" : "") << std::hex;
    if (value.high != 0) {
        text << value.high;
        text.width(16);
        text.fill('0');
    }
    text << value.low;
    return text.str();
}

std::optional<FieldValue> parse_value(const std::string& word) {
    const auto equals = word.find('=');
    if (equals == std::string::npos) return std::nullopt;
    std::string number = word.substr(equals + 1);
    number.insert(number.starts_with('-') ? 1 : 0, "0x");
    const auto value = parse_integer(number);
    if (!value) return std::nullopt;
    return FieldValue{word.substr(0, equals), *value};
}

std::string decoded(const Layout& layout, const Record& record, const std::string& hex, ByteOrder order) {
    const auto bytes = parse_hex(hex);
    if (!bytes) return to_string(bytes.problems[0]);
    const auto values = decode(layout, record, *bytes, order);
    if (!values) return to_string(values.problems[0]);
    std::string text;
    for (const auto& value : *values) text += (text.empty() ? "" : " ") + value.path + "=" + spell(value.value);
    return text;
}

std::string encoded(const Layout& layout, const Record& record, std::istream& words, ByteOrder order) {
    std::vector<FieldValue> values;
    for (std::string word; words >> word;) {
        const auto value = parse_value(word);
        if (!value) return "not path=value: " + word;
        values.push_back(*value);
    }
    const auto bytes = encode(layout, record, values, order);
    return bytes ? to_hex(*bytes, 0) : to_string(bytes.problems[0]);
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv, argv + argc);
    if (argc != 3) {
        std::cerr << "codec_lines SPEC little|big\n";
        return 2;
    }
    const auto spec = read_spec(arguments[1]);
    for (const auto& problem : spec.problems) std::cerr << to_string(problem) << "\n";
    if (!spec) return 2;
    const Layout& layout = spec->layout;
    const ByteOrder order = arguments[2] == "big" ? ByteOrder::big : ByteOrder::little;
    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream words(line);
        std::string verb;
        std::string name;
        std::string hex;
        words >> verb >> name;
        const Record* record = find_record(layout, name);
        if (record == nullptr) {
            std::cerr << "no record " << name << "\n";
            return 2;
        }
        if (verb == "decode") words >> hex;
        std::cout << (verb == "decode" ? decoded(layout, *record, hex, order) : encoded(layout, *record, words, order))
                  << "\n";
    }
    return 0;
}
