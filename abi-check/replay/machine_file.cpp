#include "replay/machine_file.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

#include "os/file.h"
#include "replay/machine.h"
#include "specfile/document.h"

namespace abi {
namespace {

constexpr std::uint64_t page_bytes = 4096;
/// The file of the memory is sparse; this keeps a wrong number from filling a file system all the same.
constexpr std::uint64_t most_ram_bytes = std::uint64_t{64} << 30U;
constexpr std::uint64_t highest_address = std::uint64_t{1} << 56U;

struct Range {
    std::uint64_t address = 0;
    std::uint64_t bytes = 0;

    std::uint64_t end() const { return address + bytes; }
};

std::string words(const Range& range) {
    return fmt::format("{:#x} to {:#x}", range.address, range.end());
}

struct Reader {
    const nlohmann::json& root;
    std::vector<Problem> problems{};

    void fail(std::string pointer, std::string expected, std::string found) {
        problems.push_back({{}, std::move(pointer), std::move(expected), std::move(found)});
    }

    std::uint64_t number(const nlohmann::json& node, const std::string& pointer, std::uint64_t most) {
        const std::string text = node.is_string() ? node.get<std::string>() : node.dump();
        const auto value = parse_integer(text);
        if (value && !value->negative && value->high == 0 && value->low <= most && value->low % page_bytes == 0) {
            return value->low;
        }
        fail(pointer, fmt::format("a multiple of {} up to {:#x}", page_bytes, most), text);
        return 0;
    }

    Range range(const char* name, const Range& otherwise) {
        const auto node = root.find(name);
        if (node == root.end() || !node->is_object()) return otherwise;
        const std::string pointer = std::string("/") + name;
        return {number(node->at("address"), pointer + "/address", highest_address),
                number(node->at("bytes"), pointer + "/bytes", most_ram_bytes)};
    }

    void check_inside(const char* name, const Range& range, const Range& ram) {
        if (range.bytes != 0 && range.address >= ram.address && range.end() <= ram.end()) return;
        fail(std::string("/") + name, "a part of the memory, " + words(ram), words(range));
    }
};

void read_map(Reader& reader, MachineFile& made) {
    MachineMap& map = made.request.map;
    const bool shares = shares_memory(made.request);
    const auto results = reader.root.find("results");
    const bool are_printed = results != reader.root.end() && results->is_string();
    if (!shares) {
        if (results != reader.root.end() && !are_printed) {
            reader.fail("/results", "\"printed\", because the command does not use {ram}", "an address");
        }
        map.results_bytes = 0;
    }
    const Range ram = reader.range("ram", {map.ram_address, map.ram_bytes});
    const Range blob = reader.range("blob", {map.blob_address, map.blob_bytes});
    Range place = reader.range("results", {map.results_address, map.results_bytes});
    if (are_printed || !shares) place.bytes = 0;
    if (!reader.problems.empty()) return;
    if (shares) {
        reader.check_inside("blob", blob, ram);
        if (!are_printed) reader.check_inside("results", place, ram);
        if (!are_printed && blob.address < place.end() && place.address < blob.end()) {
            reader.fail("/results", "memory that is not that of the blob, " + words(blob), words(place));
        }
    }
    map.ram_address = ram.address;
    map.ram_bytes = ram.bytes;
    map.blob_address = blob.address;
    map.blob_bytes = blob.bytes;
    map.results_address = place.address;
    map.results_bytes = place.bytes;
}

}  // namespace

Result<MachineFile> parse_machine(const std::string& path, const std::string& text) {
    // nlohmann throws on failure. No exception leaves this function.
    try {
        const auto document = read_document(path, text, SchemaName::machine);
        if (!document) return document.problems;
        const auto& root = document->root;
        MachineFile made;
        made.name = root.value("name", std::string());
        made.request.machine = root.at("command").get<std::vector<std::string>>();
        made.request.map.boot_arguments = root.value("boot_arguments", made.request.map.boot_arguments);
        made.request.time_limit = std::chrono::seconds(root.value("time_limit_seconds", 30));
        Reader reader{root};
        if (made.request.machine.front().empty()) reader.fail("/command/0", "a program", "\"\"");
        read_map(reader, made);
        if (reader.problems.empty()) return made;
        locate(reader.problems, document->places);
        return for_reading(std::move(reader.problems));
    } catch (const std::exception& error) {
        return file_problem(path, "a machine", error.what());
    }
}

Result<MachineFile> read_machine(const std::string& path) {
    const auto text = read_file(path, JsonLimits{}.bytes);
    if (!text) return text.problems;
    return parse_machine(path, *text);
}

}  // namespace abi
