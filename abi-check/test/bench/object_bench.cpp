// How long the DWARF reader takes: object_bench FILE [--names A,B,..] [-j N]
//
// Prints records, fields, seconds and the peak of resident memory; by default every named record is read in full.
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "read/btf/reader.h"
#include "read/dwarf/reader.h"
#include "read/object/request.h"

namespace {

std::vector<std::string> split(std::string_view list) {
    std::vector<std::string> parts;
    while (!list.empty()) {
        const auto comma = std::min(list.find(','), list.size());
        parts.emplace_back(list.substr(0, comma));
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return parts;
}

}  // namespace

int main(int count, char** arguments) {
    abi::object::Request request;
    for (int at = 1; at < count; ++at) {
        const std::string_view argument = arguments[at];
        const bool has_value = at + 1 < count;
        if (argument == "--names" && has_value) {
            request.names = split(arguments[++at]);
        } else if (argument == "-j" && has_value) {
            request.jobs = static_cast<unsigned>(std::strtoul(arguments[++at], nullptr, 10));
        } else {
            request.files.emplace_back(argument);
        }
    }
    if (request.files.empty()) {
        std::fputs("usage: object_bench FILE [--names A,B,..] [-j N]\n", stderr);
        return 2;
    }
    const auto begin = std::chrono::steady_clock::now();
    const auto reading = abi::dwarf::read(request);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    std::size_t fields = 0;
    std::size_t fields_unknown = 0;
    for (const auto& record : reading.layout.records) {
        fields += record.fields.size();
        fields_unknown += record.fields_unknown.empty() ? 0 : 1;
    }
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    for (const auto& problem : reading.problems) std::fprintf(stderr, "%s\n", abi::to_string(problem).c_str());
    std::printf("%zu records (%zu blind, %zu other definitions), %zu fields, %zu enumerations, %zu constants\n",
                reading.layout.records.size(), fields_unknown, reading.other_definitions.size(), fields,
                reading.layout.enums.size(), reading.layout.constants.size());
    std::printf("%.2f s with %u jobs, %.0f MB at most\n", seconds.count(), request.jobs,
                static_cast<double>(usage.ru_maxrss) / 1024);
    return reading.problems.empty() ? 0 : 1;
}
