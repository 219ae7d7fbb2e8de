#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <ranges>
#include <set>
#include <sstream>

#include "llvm/Support/CommandLine.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/StringSaver.h"
#include "os/file.h"
#include "os/temporary_folder.h"
#include "read/facts.h"
#include "read/probe/ask.h"
#include "read/probe/embedded.h"
#include "read/probe/layout.h"
#include "read/probe/names.h"
#include "read/probe/nim_names.h"
#include "read/probe/run.h"
#include "read/probe/target_words.h"
#include "read/probe/usual_compiler.h"

namespace abi::probe {
namespace {

// Nim generates C, and the C compiler decides the layout, so Nim's own sizeof is not evidence. Nim writes C for the
// target's processor, with a typedef for each record that the file declares and a macro for each constant and for the
// integer of each enumeration. The C probe then asks about that file. Macros of Nim list fields and values. The probe's
// source includes the user's file instead of importing it, so that it also sees what the file does not export.

using CommandWords = std::vector<std::string>;

/// The name of the probe's source without its end: that of the user's module, which may call itself by its name.
std::string module_name(const Request& request) {
    const auto stem = std::filesystem::path(request.files.front()).stem().string();
    return is_nim_name(stem) ? stem : "probe";
}

/// The name of the C that Nim generates for the probe's source.
std::string generated_c(const Request& request) {
    return "@m" + module_name(request) + ".nim.c";
}

/// The name in Nim of a type or constant of the request, unless the request has another of that name.
template <typename Asked>
std::string declared_name(const std::vector<Asked>& all, const Asked& one) {
    const auto last = last_nim_name(one.name);
    const auto own = nim_spelling(last);
    const bool is_taken =
        own != last && std::ranges::any_of(all, [&](const Asked& other) { return last_nim_name(other.name) == own; });
    return is_taken ? last : own;
}

/// Makes `alias` the type that the request calls `asked`, and asks `question` about it. A module may have the name of
/// one of its types, and two modules may declare one name, so the type is also looked for in the module of its name.
std::string type_question(const std::string& asked, const std::string& name, const std::string& alias,
                          const std::string& question) {
    // Only a type that is not generic, or a module, has pointers to it, and a module has no kind. Nim 1.6 crashes if an
    // ambiguous name is asked for more than for pointers.
    const auto plain = "`" + name + "`";
    const auto has_pointers = [](const std::string& spelling) {
        return " compiles(cast[ptr " + spelling + "](nil)):\n";
    };
    const auto is_type = [&](const std::string& spelling) { return "type " + alias + " = " + spelling + "\n"; };
    std::string source;
    const auto scope = asked.substr(0, asked.find('.'));
    if (scope.size() != asked.size() && is_nim_name(scope)) {
        const auto qualified = "`" + scope + "`." + plain;
        source += "when" + has_pointers(qualified) + "  " + is_type(qualified);
    }
    source += "when not declared(" + alias + "):\n  when" + has_pointers(plain) + "    when compiles(" + plain +
              " is object):\n      " + is_type(plain) + "    elif" + has_pointers(plain + "." + plain) + "      " +
              is_type(plain + "." + plain);
    return source + "when declared(" + alias + "):\n  " + question;
}

std::string write_source(const Request& request) {
    std::string source =
        "from abi_reflect import abiEnum, abiRecord\ninclude " + quoted_text(request.files.front()) + "\n";
    for (std::size_t i = 0; i < request.records.size(); ++i) {
        const auto name = declared_name(request.records, request.records[i]);
        if (!is_nim_name(name)) continue;
        const auto n = std::to_string(i);
        const auto alias = "AbiR" + n;
        source += type_question(request.records[i].name, name, alias,
                                "when " + alias + " is object or " + alias + " is tuple:\n    {.emit: [\"typedef \", " +
                                    alias + ", \" abi_n" + n + ";\\n\"].}\n    abiRecord(" + n + ", " + alias + ")\n");
    }
    for (std::size_t i = 0; i < request.enums.size(); ++i) {
        const auto name = declared_name(request.enums, request.enums[i]);
        if (!is_nim_name(name)) continue;
        const auto n = std::to_string(i);
        const auto alias = "AbiE" + n;
        source += type_question(request.enums[i].name, name, alias,
                                "when " + alias + " is enum:\n    {.emit: [\"\\n#define abi_e" + n + " ((\", " + alias +
                                    ", \")0)\\n\"].}\n    abiEnum(" + n + ", " + alias + ")\n");
    }
    for (std::size_t i = 0; i < request.constants.size(); ++i) {
        const auto name = declared_name(request.constants, request.constants[i]);
        if (!is_nim_name(name)) continue;
        const auto n = std::to_string(i);
        source += "when declared(`" + name + "`):\n  when compiles((const abiC" + n + " = ord(`" + name +
                  "`))):\n    const abiS" + n + " = $ord(`" + name + "`)\n    type AbiK" + n + " = typeof(`" + name +
                  "`)\n    {.emit: [\"\\n#define abi_k" + n + " ((\", AbiK" + n + ", \")\", abiS" + n +
                  ", (when ord(`" + name + "`) < 0: \"LL\" else: \"ULL\"), \")\\n\"].}\n";
    }
    return source;
}

/// The options for the target of the request. Nim's own word for a target is its processor and its system: "arm64-any".
/// Nim must be told both, or it takes the host's. A target without an operating system has no garbage collector.
Result<CommandWords> target_options(const Request& request) {
    const auto& word = request.target_word;
    const auto& triple = request.target.triple;
    if (word.empty() && triple.empty()) return CommandWords{};
    const auto dash = std::min(word.find('-'), word.size());
    const NimTarget target = word.empty()
                                 ? nim_target(triple)
                                 : NimTarget{word.substr(0, dash), word.substr(std::min(dash + 1, word.size()))};
    if (target.cpu.empty() || target.system.empty()) {
        const std::string what = target.cpu.empty() ? "a processor" : "a system";
        return Problem{first_file(request), "", what + " that Nim knows (\"nim\": \"CPU-OS\" of the target names it)",
                       word.empty() ? triple : word};
    }
    constexpr std::array<std::string_view, 2> cpu{"--cpu:", "--cpu="};
    constexpr std::array<std::string_view, 2> system{"--os:", "--os="};
    const auto stated_cpu = stated_target(request.flags, cpu).value_or(target.cpu);
    const auto stated_system = stated_target(request.flags, system).value_or(target.system);
    if (stated_cpu != target.cpu || stated_system != target.system) {
        return two_targets(request, target.cpu + "-" + target.system, stated_cpu + "-" + stated_system);
    }
    CommandWords options{"--cpu:" + target.cpu, "--os:" + target.system};
    if (target.system == "any") options.insert(options.end(), {"--gc:arc", "-d:useMalloc", "-d:noSignalHandler"});
    return options;
}

/// The words of the command by which Nim would compile the generated C; empty if Nim did not write it down.
CommandWords c_command_of_nim(const std::string& commands, const std::string& c_file) {
    auto json = llvm::json::parse(commands);
    if (!json) {
        llvm::consumeError(json.takeError());
        return {};
    }
    const auto* root = json->getAsObject();
    const auto* entries = root == nullptr ? nullptr : root->getArray("compile");
    if (entries == nullptr) return {};
    for (const auto& entry : *entries) {
        const auto* pair = entry.getAsArray();
        if (pair == nullptr || pair->size() != 2) continue;
        const auto file = (*pair)[0].getAsString();
        const auto command = (*pair)[1].getAsString();
        if (!file || !command || !file->ends_with("/" + c_file)) continue;
        llvm::BumpPtrAllocator memory;
        llvm::StringSaver saver(memory);
        llvm::SmallVector<const char*, 32> words;
        llvm::cl::TokenizeGNUCommandLine(*command, saver, words);
        return {words.begin(), words.end()};
    }
    return {};
}

/// The flags of Nim's command for C that can matter to a layout: include folders, and what --passC and pragmas add. The
/// limit on errors is GCC's, and the C probe needs all errors.
CommandWords c_flags_of(const CommandWords& command) {
    CommandWords flags;
    for (std::size_t i = 1; i < command.size(); ++i) {
        const auto& word = command[i];
        if (word == "-o") ++i;
        const bool is_kept =
            word.starts_with("-") && word != "-c" && word != "-o" && word != "-w" && !word.starts_with("-fmax-errors=");
        const bool is_value = !word.starts_with("-") && (command[i - 1] == "-include" || command[i - 1] == "-isystem");
        if (is_kept || is_value) flags.push_back(word);
    }
    return flags;
}

/// Whether the flags choose the C compiler: "--cc:gcc", "--arm.any.gcc.exe:arm-none-eabi-gcc".
bool chooses_c_compiler(const CommandWords& flags) {
    return std::ranges::any_of(flags, [](const auto& flag) {
        return flag.starts_with("--cc:") || flag.starts_with("--cc=") || flag.find(".exe:") != std::string::npos ||
               flag.find(".exe=") != std::string::npos;
    });
}

struct ListedField {
    std::size_t record = 0;
    std::string inside;  // "anon0." for a field of the member anon0, whose name a generator made up; "kind#1." for one
                         // of branch 1 of `case kind`, which is a structure in C
    std::string name;
    std::string type;
};

struct ListedEnum {
    bool fixed_width = false;
    std::vector<Enumerator> values;
};

/// What the macros in programs/reflect.nim printed.
struct Listed {
    std::vector<ListedField> fields;
    std::set<std::size_t> whole;  // records of which all fields are listed
    std::map<std::size_t, ListedEnum> enums;
};

Integer integer_of(std::int64_t number) {
    const auto low = static_cast<std::uint64_t>(number);
    return number < 0 ? Integer{~low + 1, 0, true} : Integer{low, 0, false};
}

Listed listed_in(const std::string& printed) {
    Listed listed;
    for (const auto line : std::views::split(printed, '\n')) {
        std::istringstream words(std::string(line.begin(), line.end()));
        std::string what;
        std::size_t number = 0;
        if (!(words >> what >> number)) continue;
        std::int64_t value = 0;
        std::string name;
        if (what == "abi_probe_enum" && words >> value) {
            listed.enums[number].fixed_width = value == 1;
        } else if (what == "abi_probe_value" && words >> value >> name) {
            listed.enums[number].values.push_back({.name = name, .value = integer_of(value), .doc = "", .place = {}});
        } else if (what == "abi_probe_field" && words >> name) {
            const auto last = name.rfind('.') + 1;
            listed.fields.push_back({number, name.substr(0, last), name.substr(last), ""});
            words >> listed.fields.back().type;
        } else if (what == "abi_probe_whole") {
            listed.whole.insert(number);
        }
    }
    return listed;
}

/// The request, with the fields that only Nim knows.
Request with_listed_fields(Request request, const Listed& listed) {
    for (const auto& [record, inside, name, type] : listed.fields) {
        if (record >= request.records.size()) continue;
        auto& fields = request.records[record].fields;
        const bool is_known = std::ranges::any_of(fields, [&](const Field& field) {
            return nim_spelling(field.name) == name || c_name_of_nim(nim_spelling(field.name)) == name;
        });
        if (!is_known) fields.emplace_back().name = name;
    }
    return request;
}

/// The paths in the generated C that may lead to the members that a field is listed inside of: "anon0." as it is, and
/// "_kind_1." or, if that is a keyword, "_kind_0_1." for "kind#1.", branch 1 of `case kind`.
std::vector<std::string> c_paths(const std::string& inside) {
    constexpr std::size_t most_paths = 16;
    std::vector<std::string> paths{""};
    std::istringstream parts(inside);
    for (std::string part; std::getline(parts, part, '.');) {
        const auto at = part.find('#');
        const bool is_branch = at != std::string::npos;
        const auto name = (is_branch ? "_" : "") + c_name_of_nim(part.substr(0, at));
        const auto end = (is_branch ? "_" + part.substr(at + 1) : "") + ".";
        const auto before = paths;
        for (auto& path : paths) path += name + end;
        if (!is_branch || before.size() >= most_paths) continue;
        for (const auto& path : before) paths.push_back(path + name + "_0" + end);
    }
    return paths;
}

/// The names that a field of record `record` may have in the generated C: "low", "low_0" if that is a keyword of C, or
/// "anon0.low" for a field of a member whose name a generator made up.
std::vector<std::string> c_names(const Listed& listed, std::size_t record, const std::string& own) {
    const auto one = std::ranges::find_if(listed.fields, [&](const ListedField& field) {
        return field.record == record && (field.name == own || c_name_of_nim(field.name) == own);
    });
    std::vector<std::string> names;
    for (const auto& path : c_paths(one == listed.fields.end() ? "" : one->inside)) {
        for (const char* end : {"", "_0"}) names.push_back(path + c_name_of_nim(own) + end);
    }
    return names;
}

/// The same questions for the generated C. Its compiler is the one that the target names for C, else the one that Nim's
/// flags choose, else the C probe's own. `command` is Nim's.
Request c_request(const Request& request, const Listed& listed, const std::string& c_file,
                  const CommandWords& command) {
    Request c = request;
    c.target_word.clear();
    c.compiler.clear();
    if (chooses_c_compiler(request.flags) && !command.empty()) c.compiler = {command.front()};
    // Nim's char is 0 to 255 everywhere. In the generated C it is `char`, whose sign depends on the target.
    c.flags = c_flags_of(command);
    c.flags.insert(c.flags.end(), {"-fno-strict-aliasing", "-funsigned-char"});
    // Nim gives the C compiler the folder of the module, which here is that of the probe.
    c.flags.push_back("-I" + std::filesystem::path(request.files.front()).parent_path().string());
    c = for_language(std::move(c), "c");
    c.files = {c_file};
    c.root.clear();
    for (std::size_t i = 0; i < c.records.size(); ++i) {
        auto& record = c.records[i];
        record.name = "abi_n" + std::to_string(i);
        std::vector<Field> fields;
        for (auto& field : record.fields) {
            const auto asked_name = field.name;
            const auto own = nim_spelling(asked_name);
            if (own != field.name && std::ranges::count(request.records[i].fields, own, &Field::name) != 0) continue;
            field.name = own;
            const auto inner = std::ranges::find(request.records, field.type.name, &Record::name);
            field.type.name =
                inner == request.records.end() ? "" : "abi_n" + std::to_string(inner - request.records.begin());
            for (auto& name : c_names(listed, i, own)) {
                field.name = std::move(name);
                fields.push_back(field);
            }
            if (asked_name == own) continue;
            field.name = asked_name;  // a field with importc has its name in the header
            fields.push_back(field);
        }
        record.fields = std::move(fields);
    }
    for (std::size_t i = 0; i < c.constants.size(); ++i) c.constants[i].name = "abi_k" + std::to_string(i);
    c.enums.clear();
    for (std::size_t i = 0; i < request.enums.size(); ++i) {
        c.constants.emplace_back().name = "abi_e" + std::to_string(i);
    }
    return c;
}

/// The name in the request of a record of the generated C.
std::string nim_record(const Request& request, const std::string& name) {
    for (std::size_t i = 0; i < request.records.size(); ++i) {
        if (name == "abi_n" + std::to_string(i)) return request.records[i].name;
    }
    return name;
}

/// The name in the request of a field of the generated C; the name itself if it is none of them.
std::string nim_field(const Request& request, const Listed& listed, std::size_t record, const std::string& name) {
    const auto& fields = request.records[record].fields;
    const auto is_same = [&](const std::string& own) {
        const auto in_c = c_names(listed, record, own);
        return std::ranges::find(in_c, name) != in_c.end();
    };
    for (const auto& field : fields) {
        if (nim_spelling(field.name) == field.name && is_same(field.name)) return field.name;
    }
    for (const auto& field : fields) {
        if (name == field.name || is_same(nim_spelling(field.name))) return field.name;
    }
    return name;
}

void rename_back(const Request& request, const Listed& listed, const Place& place, Reading& reading) {
    for (auto& record : reading.layout.records) {
        record.name = nim_record(request, record.name);
        record.place = place;
        const auto asked = std::ranges::find(request.records, record.name, &Record::name);
        if (asked == request.records.end()) continue;
        const auto index = static_cast<std::size_t>(asked - request.records.begin());
        for (auto& field : record.fields) {
            field.place = place;
            if (!field.type.name.empty()) field.type.name = nim_record(request, field.type.name);
            field.name = nim_field(request, listed, index, field.name);
        }
    }
    for (auto& constant : reading.layout.constants) {
        for (std::size_t i = 0; i < request.constants.size(); ++i) {
            if (constant.name != "abi_k" + std::to_string(i)) continue;
            constant.name = request.constants[i].name;
            break;
        }
        constant.place = place;
    }
}

/// The sign of an enumeration. Nim stores one of 4 or 8 bytes as a signed integer, whatever its values. If none of them
/// is negative, both signs mean the same, so that the sign of the question holds.
Kind sign_of(const ListedEnum& listed, Kind carrier, Kind asked) {
    const bool has_negative = std::ranges::any_of(listed.values, [](const auto& one) { return one.value.negative; });
    if (has_negative) return Kind::signed_integer;
    return carrier == Kind::signed_integer && asked == Kind::signed_integer ? asked : Kind::unsigned_integer;
}

/// Makes enumerations of the integers that the C probe saw, and of the values that Nim listed.
void add_enums(const Request& request, const Listed& listed, const Place& place, Layout& layout) {
    for (const auto& [number, one] : listed.enums) {
        const auto carrier = std::ranges::find(layout.constants, "abi_e" + std::to_string(number), &Constant::name);
        if (carrier == layout.constants.end() || number >= request.enums.size()) continue;
        const auto& asked = request.enums[number];
        Enum made{.name = asked.name,
                  .type = carrier->type,
                  .fixed_width = one.fixed_width,
                  .enumerators = one.values,
                  .doc = "",
                  .place = place};
        made.type.kind = sign_of(one, carrier->type.kind, asked.type.kind);
        for (auto& value : made.enumerators) value.place = place;
        layout.enums.push_back(std::move(made));
    }
    std::erase_if(layout.constants, [](const Constant& one) { return one.name.starts_with("abi_e"); });
}

/// What Nim knows of records, and the generated C does not: which fields are enumerations, the names of nested records
/// that the asker does not know, and whether all fields are listed.
void add_types(const Request& request, const Listed& listed, Layout& layout) {
    for (std::size_t i = 0; i < request.records.size(); ++i) {
        const auto record = std::ranges::find(layout.records, request.records[i].name, &Record::name);
        if (record == layout.records.end()) continue;
        if (listed.whole.contains(i)) record->only_asked.clear();
        for (const auto& [owner, inside, name, type] : listed.fields) {
            const auto one = std::ranges::find_if(
                layout.enums, [&, &wanted = type](const Enum& each) { return last_nim_name(each.name) == wanted; });
            const auto field =
                std::ranges::find(record->fields, name, [](const Field& each) { return nim_spelling(each.name); });
            if (owner != i || field == record->fields.end()) continue;
            if (field->type.kind == Kind::record && field->type.name.empty()) {
                const auto inner = std::ranges::find_if(request.records, [&, &wanted = type](const Record& each) {
                    return last_nim_name(each.name) == wanted;
                });
                if (inner != request.records.end()) field->type.name = inner->name;
            }
            if (one == layout.enums.end()) continue;
            field->type.kind = Kind::enumeration;
            field->type.name = one->name;
            field->type.is_signed = one->type.kind == Kind::signed_integer;
        }
    }
}

Reading ask_file(const Request& request) {
    const auto place = first_file(request);
    const TemporaryFolder folder("probe");
    if (folder.path.empty()) return failed(no_folder(folder));
    const auto options = target_options(request);
    if (!options) return failed(options.problems.front());
    const auto name = module_name(request);
    const auto source = folder.path + "/" + name + ".nim";
    // Nim looks for a package in all folders above a module, until it finds one. Above ours are those of all programs.
    for (const auto& [path, text] :
         {std::pair{folder.path + "/abi_reflect.nim", std::string(embedded::reflect_nim)},
          std::pair{folder.path + "/abi_probe.nimble", std::string()}, std::pair{source, write_source(request)}}) {
        if (auto problem = write_file(path, text)) return failed(std::move(*problem));
    }
    auto words = compiler_of(request, usual_nim);
    const auto cache = folder.path + "/cache";
    words.insert(words.end(), {"c", "--compileOnly", "--noLinking", "--hints:off", "--warnings:off", "--colors:off",
                               "--nimcache:" + cache});
    words.insert(words.end(), options->begin(), options->end());
    words.insert(words.end(), request.flags.begin(), request.flags.end());
    words.push_back(source);
    const auto run = run_compiler(request, "Nim", words);
    if (!run.succeeded) return failed(first_error(request, run, folder.path));
    const auto commands = read_file(cache + "/" + name + ".json");
    if (!commands)
        return failed({place, "", "the commands of the Nim compiler", "no file " + name + ".json in its cache"});
    const auto command = c_command_of_nim(*commands, generated_c(request));
    const auto listed = listed_in(run.printed);
    const auto full = with_listed_fields(request, listed);
    auto reading = ask_c(c_request(full, listed, cache + "/" + generated_c(request), command));
    for (auto& problem : reading.problems) {
        problem.place = place;
        problem.found = "in the C that Nim generated: " + problem.found;
    }
    reading.units.clear();
    if (reading.problems.empty()) reading.units.push_back(place.file);
    rename_back(full, listed, place, reading);
    add_enums(request, listed, place, reading.layout);
    add_types(request, listed, reading.layout);
    // The C that Nim generates has integers of a stated size for characters and enumerations.
    set_fact(Fact::char_sign, "", reading);
    set_fact(Fact::enum_bits, "", reading);
    return reading;
}

}  // namespace

Reading ask_nim(const Request& request) {
    return ask_each_file(request, ask_file);
}

}  // namespace abi::probe
