// Any bytes are a report or a list of problems, never a crash. What was read can be joined and written in each format,
// and the joined report can be read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "merge/join.h"
#include "merge/read.h"
#include "report/report.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto read = abi::parse_report("fuzz.json", text);
    if (read.value.has_value() == !read.problems.empty()) std::abort();
    if (!read) return 0;
    const auto joined = abi::join_reports({{"fuzz.json", *read}});
    if (!joined) return 0;
    for (const auto& format : abi::formats()) format.report(*joined, {});
    if (!abi::parse_report("again.json", abi::report_json(*joined))) std::abort();
    return 0;
}
