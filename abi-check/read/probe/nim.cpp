#include <algorithm>
#include <array>
#include <optional>

#include "llvm/TargetParser/Triple.h"
#include "os/file.h"
#include "os/temporary_folder.h"
#include "read/facts.h"
#include "read/probe/ask.h"
#include "read/probe/layout.h"
#include "read/probe/run.h"

namespace abi::probe {
namespace {

// Nim generates C, and the C compiler decides the layout, so Nim's own sizeof is no evidence. Nim writes C for the
// target's processor, with a typedef for each record that the file declares and a macro for each constant. The C probe
// then asks about that file. The probe's source includes the user's file instead of importing it, so that it also sees
// what the file does not export.

/// Whether Nim accepts the name: it begins with a letter, and underscores are only between other characters.
bool is_nim_name(std::string_view name) {
    return is_plain_name(name) && name.find_first_of("<>,*& $-+:.") == std::string_view::npos &&
           !name.starts_with('_') && !name.ends_with('_') && name.find("__") == std::string_view::npos;
}

/// The last component: "module.Type" and "module::Type" are Type in the included file.
std::string last_of(const std::string& name) {
    const auto at = name.find_last_of(".:");
    return at == std::string::npos ? name : name.substr(at + 1);
}

std::string write_source(const Request& request) {
    std::string source = "include " + quoted_text(request.files.front()) + "\n";
    for (std::size_t i = 0; i < request.records.size(); ++i) {
        const auto name = last_of(request.records[i].name);
        if (!is_nim_name(name)) continue;
        const auto n = std::to_string(i);
        source += "when declared(`" + name + "`):\n  when `" + name + "` is object or `" + name +
                  "` is tuple:\n    {.emit: [\"typedef \", `" + name + "`, \" abi_n" + n + ";\\n\"].}\n";
    }
    for (std::size_t i = 0; i < request.constants.size(); ++i) {
        const auto name = last_of(request.constants[i].name);
        if (!is_nim_name(name)) continue;
        const auto n = std::to_string(i);
        source += "when declared(`" + name + "`):\n  when compiles((const abiC" + n + " = ord(`" + name +
                  "`))):\n    const abiS" + n + " = $ord(`" + name + "`)\n    type AbiK" + n + " = typeof(`" + name +
                  "`)\n    {.emit: [\"\\n#define abi_k" + n + " ((\", AbiK" + n + ", \")\", abiS" + n +
                  ", (when ord(`" + name + "`) < 0: \"LL\" else: \"ULL\"), \")\\n\"].}\n";
    }
    return source;
}

struct Machine {
    llvm::Triple::ArchType arch;
    std::string_view cpu;
};
constexpr std::array machines{
    Machine{llvm::Triple::riscv64, "riscv64"},     Machine{llvm::Triple::riscv32, "riscv32"},
    Machine{llvm::Triple::x86_64, "amd64"},        Machine{llvm::Triple::x86, "i386"},
    Machine{llvm::Triple::aarch64, "arm64"},       Machine{llvm::Triple::arm, "arm"},
    Machine{llvm::Triple::ppc64le, "powerpc64el"}, Machine{llvm::Triple::ppc64, "powerpc64"},
    Machine{llvm::Triple::ppc, "powerpc"},         Machine{llvm::Triple::mips, "mips"},
    Machine{llvm::Triple::mipsel, "mipsel"},       Machine{llvm::Triple::mips64, "mips64"},
    Machine{llvm::Triple::mips64el, "mips64el"},   Machine{llvm::Triple::sparcv9, "sparc64"},
    Machine{llvm::Triple::wasm32, "wasm32"},       Machine{llvm::Triple::loongarch64, "loongarch64"}};

/// The options for a target triple; nothing if Nim does not know the processor. A target without an operating system
/// has no garbage collector.
std::optional<std::vector<std::string>> target_options(const std::string& written) {
    if (written.empty()) return std::vector<std::string>{};
    const llvm::Triple triple(llvm::Triple::normalize(written));
    const auto machine = std::ranges::find(machines, triple.getArch(), &Machine::arch);
    if (machine == machines.end()) return std::nullopt;
    std::vector<std::string> options{"--cpu:" + std::string(machine->cpu)};
    if (triple.isOSLinux()) {
        options.emplace_back("--os:linux");
    } else if (triple.isOSWindows()) {
        options.emplace_back("--os:windows");
    } else if (triple.isOSDarwin()) {
        options.emplace_back("--os:macosx");
    } else {
        options.insert(options.end(), {"--os:any", "--gc:arc", "-d:useMalloc", "-d:noSignalHandler"});
    }
    return options;
}

/// The name of a field in the C that Nim generates: it has no `_` before a digit. A keyword of C also gets "_0" behind
/// it, so the probe asks for both names.
std::string mangled(const std::string& name) {
    std::string text;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const bool before_digit = i + 1 < name.size() && name[i + 1] >= '0' && name[i + 1] <= '9';
        if (name[i] != '_' || i == 0 || !before_digit) text += name[i];
    }
    return text;
}

/// The name in Nim, where no name begins with `_`: `_pad` is `pad`, as `abi-check gen nim` writes it.
std::string spelled(const std::string& name) {
    const auto begin = name.find_first_not_of('_');
    return begin == std::string::npos ? name : name.substr(begin);
}

/// The include folder of nimbase.h, from the C compiler's commands that Nim wrote down.
std::string include_folder(const std::string& commands) {
    const auto at = commands.find("-I");
    if (at == std::string::npos) return "";
    const bool quoted = commands.compare(at + 2, 1, "'") == 0;
    const auto begin = at + (quoted ? 3 : 2);
    return commands.substr(begin, commands.find_first_of(quoted ? "'" : " \"", begin) - begin);
}

/// The same questions for the generated C.
Request c_request(const Request& request, const std::string& c_file, const std::string& include) {
    Request c = request;
    c.compiler.clear();
    // Nim's char is 0 to 255 everywhere. In the generated C it is `char`, whose sign depends on the target.
    c.flags = {"-I" + include, "-fno-strict-aliasing", "-funsigned-char"};
    c.files = {c_file};
    c.root.clear();
    for (std::size_t i = 0; i < c.records.size(); ++i) {
        auto& record = c.records[i];
        record.name = "abi_n" + std::to_string(i);
        std::vector<Field> fields;
        for (auto& field : record.fields) {
            const auto own = spelled(field.name);
            if (own != field.name && std::ranges::count(request.records[i].fields, own, &Field::name) != 0) continue;
            field.name = own;
            const auto inner = std::ranges::find(request.records, field.type.name, &Record::name);
            field.type.name =
                inner == request.records.end() ? "" : "abi_n" + std::to_string(inner - request.records.begin());
            field.name = mangled(field.name);
            fields.push_back(field);
            field.name += "_0";
            fields.push_back(field);
        }
        record.fields = std::move(fields);
    }
    for (std::size_t i = 0; i < c.constants.size(); ++i) c.constants[i].name = "abi_k" + std::to_string(i);
    return c;
}

/// The name in the request of a record of the generated C.
std::string nim_record(const Request& request, const std::string& name) {
    for (std::size_t i = 0; i < request.records.size(); ++i) {
        if (name == "abi_n" + std::to_string(i)) return request.records[i].name;
    }
    return name;
}

void rename_back(const Request& request, const Place& place, Reading& reading) {
    for (auto& record : reading.layout.records) {
        record.name = nim_record(request, record.name);
        record.place = place;
        const auto asked = std::ranges::find(request.records, record.name, &Record::name);
        if (asked == request.records.end()) continue;
        for (auto& field : record.fields) {
            field.place = place;
            if (!field.type.name.empty()) field.type.name = nim_record(request, field.type.name);
            for (const auto& one : asked->fields) {
                const auto own = spelled(one.name);
                const auto c_name = mangled(own);
                if (field.name == c_name || field.name == c_name + "_0") {
                    field.name = own;
                    break;
                }
            }
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

Reading ask_file(const Request& request) {
    const auto place = first_file(request);
    const TemporaryFolder folder("probe");
    if (folder.path.empty()) return failed(no_folder(folder));
    const auto options = target_options(request.target.triple);
    if (!options) return failed({place, "", "a processor that Nim compiles for", request.target.triple});
    const auto source = folder.path + "/probe.nim";
    if (auto problem = write_file(source, write_source(request))) return failed(std::move(*problem));
    auto words = compiler_of(request, "nim");
    const auto cache = folder.path + "/cache";
    words.insert(words.end(), {"c", "--compileOnly", "--noLinking", "--hints:off", "--warnings:off", "--colors:off",
                               "--nimcache:" + cache});
    words.insert(words.end(), options->begin(), options->end());
    words.insert(words.end(), request.flags.begin(), request.flags.end());
    words.push_back(source);
    const auto run = run_compiler(request, "Nim", words);
    if (!run.succeeded) return failed(first_error(request, run, folder.path));
    const auto commands = read_file(cache + "/probe.json");
    if (!commands) return failed({place, "", "the commands of the Nim compiler", "no file probe.json in its cache"});
    auto reading = ask_c(c_request(request, cache + "/@mprobe.nim.c", include_folder(*commands)));
    for (auto& problem : reading.problems) {
        problem.place = place;
        problem.found = "in the C that Nim generated: " + problem.found;
    }
    reading.units.clear();
    if (reading.problems.empty()) reading.units.push_back(place.file);
    rename_back(request, place, reading);
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
