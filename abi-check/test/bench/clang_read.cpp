// The clang reader and nothing else, for measurements:
//
//     clang_read [--names A,B,…] [--target TRIPLE] [-p FOLDER] [--cache FOLDER] [--no-filter] [-j N] [--print]
//                [--choices] FILES… [-- FLAGS…]
//
// Without names every record is read that is not in a system header. Prints what was read in one line, with --print
// every record with its fields, with --choices which units were parsed and why.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include "read/clang/reader.h"

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

void print(const abi::Record& record) {
    std::printf("%s: %s %lld bytes, alignment %lld, %s\n", record.name.c_str(), record.packed ? "packed" : "plain",
                record.size_bytes ? static_cast<long long>(*record.size_bytes) : -1,
                record.align_bytes ? static_cast<long long>(*record.align_bytes) : -1,
                abi::to_string(record.place).c_str());
    if (!record.fields_unknown.empty()) std::printf("    blind: %s\n", record.fields_unknown.c_str());
    for (const auto& field : record.fields) {
        std::printf("    %s %s, bit %llu", field.name.c_str(), abi::to_string(field.type).c_str(),
                    static_cast<unsigned long long>(field.offset_bits));
        if (field.bit_width) std::printf(", %u bits", *field.bit_width);
        std::printf(", %s\n", abi::to_string(field.place).c_str());
    }
}

void print(const abi::Layout& layout) {
    for (const auto& record : layout.records) print(record);
    for (const auto& one : layout.enums) {
        std::printf("enum %s: %s\n", one.name.c_str(), abi::to_string(one.type).c_str());
        for (const auto& each : one.enumerators) {
            std::printf("    %s = %s\n", each.name.c_str(), abi::to_string(each.value).c_str());
        }
    }
    for (const auto& one : layout.constants) {
        std::printf("%s = %s, %s\n", one.name.c_str(), abi::to_string(one.value).c_str(),
                    abi::to_string(one.place).c_str());
    }
}

}  // namespace

int main(int count, char** arguments) {
    abi::clang_reader::Request request;
    bool is_printed = false;
    bool are_choices_printed = false;
    bool is_flag = false;
    for (int at = 1; at < count; ++at) {
        const std::string_view argument = arguments[at];
        const bool has_value = at + 1 < count;
        if (is_flag) {
            request.flags.emplace_back(argument);
        } else if (argument == "--names" && has_value) {
            request.names = split(arguments[++at]);
        } else if (argument == "--target" && has_value) {
            request.target.triple = arguments[++at];
        } else if (argument == "-j" && has_value) {
            request.jobs = static_cast<unsigned>(std::strtoul(arguments[++at], nullptr, 10));
        } else if (argument == "-p" && has_value) {
            request.compile_commands = std::filesystem::absolute(arguments[++at]).string();
        } else if (argument == "--cache" && has_value) {
            request.cache_folder = std::filesystem::absolute(arguments[++at]).string();
        } else if (argument == "--no-filter") {
            request.filters = false;
        } else if (argument == "--choices") {
            are_choices_printed = true;
        } else if (argument == "--print") {
            is_printed = true;
        } else if (argument == "--") {
            is_flag = true;
        } else {
            request.files.push_back(std::filesystem::absolute(argument).string());
        }
    }
    if (request.files.empty()) {
        std::fputs(
            "usage: clang_read [--names A,B,..] [--target TRIPLE] [-p FOLDER] [--cache FOLDER] [--no-filter] [-j N] "
            "[--print] [--choices] FILES.. [-- FLAGS..]\n",
            stderr);
        return 2;
    }
    const auto begin = std::chrono::steady_clock::now();
    const auto reading = abi::clang_reader::read(request);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    for (const auto& problem : reading.problems) std::fprintf(stderr, "%s\n", abi::to_string(problem).c_str());
    if (is_printed) print(reading.layout);
    std::size_t left_out = 0;
    for (const auto& choice : reading.choices) {
        left_out += choice.is_left_out ? 1 : 0;
        if (!are_choices_printed) continue;
        std::printf("%s %s: %s%s%s\n", choice.is_left_out ? "left out" : "parsed", choice.file.c_str(),
                    choice.why.c_str(), choice.found_in.empty() ? "" : " in ", choice.found_in.c_str());
    }
    std::printf("%zu of %zu files, %zu units left out, %zu records, %zu enumerations, %zu constants, %.3f s\n",
                reading.units.size(), request.files.size(), left_out, reading.layout.records.size(),
                reading.layout.enums.size(), reading.layout.constants.size(), seconds.count());
    return reading.problems.empty() ? 0 : 1;
}
