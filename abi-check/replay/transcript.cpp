#include "replay/transcript.h"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

namespace abi {
namespace {

constexpr std::string_view result_mark = "@replay ";
constexpr std::string_view end_mark = "@replay-end ";
constexpr std::string_view target_mark = "@replay-target ";
constexpr std::size_t longest_name = 64;
constexpr std::size_t digest_digits = 64;
/// One problem is enough to refuse a transcript; a few help to see a pattern.
constexpr std::size_t most_problems = 8;

struct Reader {
    const Protocol& protocol;
    std::size_t case_count;
    Transcript transcript{};
    Place place{.file = "console"};  // of the current line
    bool printed = true;             // whether results are printed; the sentinel always is
    std::optional<Integer> crc{};    // of the results in memory, computed once for two checks

    void fail(std::string expected, std::string found) {
        if (transcript.problems.size() < most_problems) {
            transcript.problems.push_back({place, "", std::move(expected), std::move(found)});
        }
    }
};

/// Checks that padding and reserved bytes are zero.
void check_padding(Reader& reader, const Record& record, const std::vector<FieldValue>& values) {
    for (const auto& field : record.fields) {
        if (field.role != Role::padding && field.role != Role::reserved) continue;
        for (const auto& value : values) {
            const bool is_part = value.path == field.name || value.path.starts_with(field.name + "[");
            if (!is_part || value.value == Integer{}) continue;
            reader.fail(fmt::format("{}.{} to be 0", record.name, value.path), to_string(value.value));
        }
    }
}

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
    if (!values) return std::nullopt;  // impossible: find_protocol decodes every record once
    check_padding(reader, record, *values);
    return std::move(*values);
}

void read_result(Reader& reader, std::string_view digits) {
    Transcript& transcript = reader.transcript;
    if (transcript.ended) return reader.fail("nothing after the sentinel", "another result");
    if (!reader.printed) return reader.fail("results in memory only", "one on the console");
    Bytes bytes;
    auto values = read_record(reader, *reader.protocol.result, digits, result_mark, bytes);
    if (!values) return;
    const Integer index = *find_value(*values, "index");
    const std::uint64_t least = transcript.answers.empty() ? 0 : transcript.answers.back().index + 1ULL;
    if (index.negative || index.high != 0 || index.low >= reader.case_count) {
        return reader.fail(fmt::format("an answer to one of the {} cases", reader.case_count),
                           "one to case " + to_string(index));
    }
    if (index.low < least) {
        return reader.fail(fmt::format("the answer to case {} or a later one", least),
                           "one to case " + to_string(index));
    }
    transcript.results.insert(transcript.results.end(), bytes.begin(), bytes.end());
    transcript.answers.push_back({static_cast<std::uint32_t>(index.low), reader.place.line});
}

void read_sentinel(Reader& reader, std::string_view digits) {
    Transcript& transcript = reader.transcript;
    if (transcript.ended) return reader.fail("one sentinel", "another");
    Bytes bytes;
    const auto values = read_record(reader, *reader.protocol.sentinel, digits, end_mark, bytes);
    if (!values) return;
    transcript.ended = true;
    if (!transcript.problems.empty()) return;  // wrong count and CRC would only repeat the first problem
    const Integer magic = *find_value(*values, "magic");
    if (magic != reader.protocol.end_magic) {
        reader.fail("the sentinel's magic to be " + to_string(reader.protocol.end_magic), to_string(magic));
    }
    const Integer count = *find_value(*values, "case_count");
    if (count != Integer{transcript.answers.size()}) {
        reader.fail(fmt::format("the sentinel to count the {} results {}", transcript.answers.size(),
                                reader.printed ? "above it" : "in memory"),
                    to_string(count));
        return;
    }
    const Integer crc = *find_value(*values, "crc32");
    const Integer actual = reader.crc.value_or(Integer{crc32_of(transcript.results)});
    if (crc != actual) {
        reader.fail(fmt::format("the sentinel's CRC-32 to be {}, that of the results {}", to_string(actual),
                                reader.printed ? "above it" : "in memory"),
                    to_string(crc));
    }
}

/// A name without blanks, and the digest of a spec or "-".
void read_target(Reader& reader, std::string_view words) {
    const auto blank = words.find(' ');
    const std::string_view name = words.substr(0, blank);
    const std::string_view digest = blank == std::string_view::npos ? "-" : words.substr(blank + 1);
    const bool is_name = !name.empty() && name.size() <= longest_name &&
                         std::ranges::all_of(name, [](char c) { return c > ' ' && c <= '~'; });
    const bool is_digest = digest == "-" || (digest.size() == digest_digits &&
                                             digest.find_first_not_of("0123456789abcdef") == std::string_view::npos);
    if (!is_name || !is_digest) {
        return reader.fail(
            fmt::format("a name of 1 to {} characters and a digest of {} digits (0-9, a-f) or \"-\" after \"{}\"",
                        longest_name, digest_digits, target_mark),
            quote(words));
    }
    const TargetName found{std::string(name), digest == "-" ? "" : std::string(digest)};
    TargetName& known = reader.transcript.target;
    if (!known.name.empty() && (known.name != found.name || known.digest != found.digest)) {
        return reader.fail("one target, " + known.name, "another, " + found.name);
    }
    known = found;
}

/// Whether the line, the last one and without an end, is a result of which only the beginning was printed.
bool is_cut(const Reader& reader, std::string_view digits) {
    return digits.size() < 2 * *reader.protocol.result->size_bytes &&
           digits.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

void read_console(Reader& reader, std::string_view console) {
    reader.place = {.file = "console"};
    for (const auto part : std::views::split(console, '\n')) {
        std::string_view line(part.begin(), part.end());
        const bool has_end = line.data() + line.size() != console.data() + console.size();
        ++reader.place.line;
        while (line.ends_with('\r')) line.remove_suffix(1);
        if (const auto at = line.find(end_mark); at != std::string_view::npos) {
            read_sentinel(reader, line.substr(at + end_mark.size()));
        } else if (const auto named = line.find(target_mark); named != std::string_view::npos) {
            read_target(reader, line.substr(named + target_mark.size()));
        } else if (const auto begin = line.find(result_mark); begin != std::string_view::npos) {
            const auto digits = line.substr(begin + result_mark.size());
            if (!has_end && reader.printed && is_cut(reader, digits)) {
                reader.transcript.cut = fmt::format("its line is cut off after {} of {} digits", digits.size(),
                                                    2 * *reader.protocol.result->size_bytes);
            } else {
                read_result(reader, digits);
            }
        }
    }
}

/// How many boots the machine needs before it has `recorded` results.
std::uint64_t boots_before(const CaseSet& set, std::uint64_t recorded) {
    const auto due = std::ranges::count_if(set.fresh, [&](std::uint32_t index) { return index < recorded; });
    return 1 + static_cast<std::uint64_t>(due);
}

/// The number of results according to ReplayResults; nothing if ReplayResults is not valid.
std::optional<std::size_t> read_progress(Reader& reader, const ResultsMemory& memory, const CaseSet& set,
                                         Integer& crc) {
    const Protocol& protocol = reader.protocol;
    const Record& record = *protocol.results;
    const auto refuse = [&](std::string expected, std::string found) -> std::optional<std::size_t> {
        reader.fail(std::move(expected), std::move(found));
        return std::nullopt;
    };
    const auto values = decode(*protocol.layout, record, memory.head, protocol.layout->byte_order);
    if (!values) {
        return refuse(fmt::format("{} bytes of {}", *record.size_bytes, record.name),
                      fmt::format("{}", memory.head.size()));
    }
    const auto value = [&](std::string_view name) { return *find_value(*values, name); };
    for (const auto& [name, wanted] :
         {std::pair{"magic", protocol.results_magic}, std::pair{"version", protocol.version}}) {
        if (value(name) != wanted) {
            return refuse(fmt::format("{}.{} to be {}", record.name, name, to_string(wanted)), to_string(value(name)));
        }
    }
    check_padding(reader, record, *values);
    const Integer recorded = value("recorded");
    const Integer count{reader.case_count};
    if (recorded.negative || recorded.high != 0 || recorded.low > count.low) {
        return refuse(fmt::format("at most {} results, one for each case", count.low), to_string(recorded));
    }
    const auto there = static_cast<std::size_t>(recorded.low);
    const std::size_t needed = there * protocol.result_bytes();
    if (memory.records.size() < needed) {
        return refuse(fmt::format("{} bytes of results", needed), fmt::format("{}", memory.records.size()));
    }

    const std::uint64_t next =
        *protocol.blob->size_bytes + (there < set.count() ? set.offsets[there] : set.cases.size());
    if (value("next") != Integer{next}) {
        reader.fail(fmt::format("{}.next to be {}, after {} cases", record.name, to_string({next}), there),
                    to_string(value("next")));
    }
    const std::uint64_t least = boots_before(set, there);
    const std::uint64_t most = boots_before(set, there + 1);
    if (value("boots") != Integer{least} && (there == set.count() || value("boots") != Integer{most})) {
        reader.fail(fmt::format("{} boots for {} results", least, there), to_string(value("boots")));
    }
    crc = value("crc32");
    return there;
}

/// Takes the first `count` results, up to the first one with a wrong index.
void take_results(Reader& reader, Bytes records, std::size_t count) {
    const Protocol& protocol = reader.protocol;
    const std::size_t size = protocol.result_bytes();
    const auto index_place = place_of(*protocol.layout, *protocol.result, "index");
    if (!index_place) return;  // impossible: find_protocol has checked it
    Transcript& transcript = reader.transcript;
    transcript.results = std::move(records);
    transcript.results.resize(count * size);
    transcript.answers.reserve(count);
    Bytes index(size);
    for (std::size_t i = 0; i < count; ++i) {
        store_at(index, *index_place, i, protocol.layout->byte_order);
        const auto at = static_cast<std::ptrdiff_t>(index_place->offset);
        const auto bytes = bytes_of_answer(transcript, protocol, i);
        if (!std::equal(bytes.begin() + at, bytes.begin() + at + static_cast<std::ptrdiff_t>(index_place->bytes),
                        index.begin() + at)) {
            const auto values = decode(*protocol.layout, *protocol.result, bytes, protocol.layout->byte_order);
            reader.fail(fmt::format("the answer to case {} at index {}", i, i),
                        "one to case " + (values ? to_string(*find_value(*values, "index")) : ""));
            transcript.results.resize(i * size);
            return;
        }
        transcript.answers.push_back({static_cast<std::uint32_t>(i), 0});
    }
}

}  // namespace

std::span<const std::uint8_t> bytes_of_answer(const Transcript& transcript, const Protocol& protocol, std::size_t at) {
    return std::span(transcript.results).subspan(at * protocol.result_bytes(), protocol.result_bytes());
}

void add_uncounted(Transcript& transcript, const Bytes& records, const Protocol& protocol, std::size_t case_count) {
    const std::size_t size = protocol.result_bytes();
    const auto index_place = place_of(*protocol.layout, *protocol.result, "index");
    if (!index_place) return;  // impossible: find_protocol has checked it
    Bytes index(size);
    for (std::size_t i = transcript.answers.size(); i < case_count && (i + 1) * size <= records.size(); ++i) {
        const auto record = std::span(records).subspan(i * size, size);
        store_at(index, *index_place, i, protocol.layout->byte_order);
        const bool has_index = std::ranges::equal(record.subspan(index_place->offset, index_place->bytes),
                                                  std::span(index).subspan(index_place->offset, index_place->bytes));
        if (!has_index || std::ranges::all_of(record, [](std::uint8_t byte) { return byte == 0; })) return;
        transcript.results.insert(transcript.results.end(), record.begin(), record.end());
        transcript.answers.push_back({static_cast<std::uint32_t>(i), 0});
    }
}

Transcript read_transcript(std::string_view console, const Protocol& protocol, std::size_t case_count) {
    Reader reader{.protocol = protocol, .case_count = case_count};
    read_console(reader, console);
    return std::move(reader.transcript);
}

Transcript read_results(ResultsMemory memory, std::string_view console, const Protocol& protocol, const CaseSet& set) {
    Reader reader{protocol, set.count(), {}, {.file = "results"}, false};
    const bool begun = std::ranges::any_of(memory.head, [](std::uint8_t byte) { return byte != 0; });
    Integer crc;
    // Unwritten memory is not a problem here: the way the machine ended explains it.
    if (const auto count = begun ? read_progress(reader, memory, set, crc) : std::nullopt) {
        take_results(reader, std::move(memory.records), *count);
        const Integer actual{crc32_of(reader.transcript.results)};
        reader.crc = actual;
        if (reader.transcript.problems.empty() && crc != actual) {
            reader.fail(
                fmt::format("{}.crc32 to be {}, that of its results", protocol.results->name, to_string(actual)),
                to_string(crc));
        }
    }
    read_console(reader, console);
    return std::move(reader.transcript);
}

}  // namespace abi
