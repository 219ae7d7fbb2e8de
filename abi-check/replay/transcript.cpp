#include "replay/transcript.h"

#include <fmt/format.h>

#include <algorithm>

#include "replay/machine.h"

namespace abi {
namespace {

constexpr std::string_view result_mark = "@replay ";
constexpr std::string_view end_mark = "@replay-end ";
/// One is enough to distrust a transcript; a few help to see a pattern.
constexpr std::size_t most_problems = 8;

struct Reader {
    const Protocol& protocol;
    std::size_t case_count;
    Transcript transcript;
    Bytes results;  // the bytes of all of them, for the sentinel's CRC
    unsigned line = 0;

    void fail(std::string expected, std::string found) {
        if (transcript.problems.size() < most_problems) {
            transcript.problems.push_back(
                {{.file = "console", .line = line}, "", std::move(expected), std::move(found)});
        }
    }
};

/// Decodes the digits of one line as `record`.
std::optional<std::vector<FieldValue>> read_record(Reader& reader, const Record& record, std::string_view digits,
                                                   std::string_view mark, Bytes& bytes) {
    const auto size = static_cast<std::size_t>(*record.size_bytes);
    const bool is_hex = digits.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
    auto parsed = is_hex && digits.size() == 2 * size ? parse_hex(digits) : Result<Bytes>(Problem{});
    if (!parsed) {
        reader.fail(fmt::format("{} hexadecimal digits after \"{}\"", 2 * size, mark),
                    is_hex ? fmt::format("{} digits", digits.size()) : quote(digits));
        return std::nullopt;
    }
    bytes = std::move(*parsed);
    auto values = decode(*reader.protocol.layout, record, bytes, reader.protocol.layout->byte_order);
    if (!values) return std::nullopt;  // find_protocol has decoded every record once
    for (const auto& field : record.fields) {
        const Integer* value = find_value(*values, field.name);
        if (field.role == Role::padding && value != nullptr && *value != Integer{}) {
            reader.fail(fmt::format("{}.{} to be 0", record.name, field.name), to_string(*value));
        }
    }
    return std::move(*values);
}

void read_result(Reader& reader, std::string_view digits) {
    Transcript& transcript = reader.transcript;
    if (transcript.ended) return reader.fail("nothing after the sentinel", "another result");
    Bytes bytes;
    auto values = read_record(reader, *reader.protocol.result, digits, result_mark, bytes);
    if (!values) return;
    const Integer index = *find_value(*values, "index");
    const std::size_t least = transcript.answers.empty() ? 0 : transcript.answers.back().index + 1;
    if (index.negative || index.high != 0 || index.low >= reader.case_count) {
        return reader.fail(fmt::format("answers to {} cases, from 0", reader.case_count),
                           "one to case " + to_string(index));
    }
    if (index.low < least) {
        return reader.fail(fmt::format("the answer to case {} or a later one", least),
                           "one to case " + to_string(index));
    }
    reader.results.insert(reader.results.end(), bytes.begin(), bytes.end());
    transcript.answers.push_back({static_cast<std::size_t>(index.low), std::move(*values), reader.line});
}

void read_sentinel(Reader& reader, std::string_view digits) {
    Transcript& transcript = reader.transcript;
    if (transcript.ended) return reader.fail("one sentinel", "another");
    Bytes bytes;
    const auto values = read_record(reader, *reader.protocol.sentinel, digits, end_mark, bytes);
    if (!values) return;
    transcript.ended = true;
    if (!transcript.problems.empty()) return;  // count and CRC would only say the same again
    const Integer magic = *find_value(*values, "magic");
    if (magic != reader.protocol.end_magic) {
        reader.fail("the sentinel's magic to be " + to_string(reader.protocol.end_magic), to_string(magic));
    }
    const Integer count = *find_value(*values, "case_count");
    if (count != Integer{transcript.answers.size()}) {
        reader.fail(fmt::format("the sentinel to count the {} results above it", transcript.answers.size()),
                    to_string(count));
        return;
    }
    const Integer crc = *find_value(*values, "crc32");
    const Integer actual{crc32_of(reader.results)};
    if (crc != actual) {
        reader.fail("the sentinel's CRC-32 to be " + to_string(actual) + ", that of the results above it",
                    to_string(crc));
    }
}

}  // namespace

Transcript read_transcript(std::string_view console, const Protocol& protocol, std::size_t case_count) {
    Reader reader{protocol, case_count, {}, {}, 0};
    while (!console.empty()) {
        const auto end = std::min(console.find('\n'), console.size());
        auto line = console.substr(0, end);
        console.remove_prefix(std::min(end + 1, console.size()));
        ++reader.line;
        while (line.ends_with('\r')) line.remove_suffix(1);
        if (const auto at = line.find(end_mark); at != std::string_view::npos) {
            read_sentinel(reader, line.substr(at + end_mark.size()));
        } else if (const auto begin = line.find(result_mark); begin != std::string_view::npos) {
            read_result(reader, line.substr(begin + result_mark.size()));
        }
    }
    return std::move(reader.transcript);
}

}  // namespace abi
