#include "test/truth/crate.h"

#include <algorithm>
#include <array>

#include "test/truth/write.h"
#include "test/truth/write_rust.h"

namespace abi::truth {

// "inside" stands in the root's file, and "made" holds the file that is included.
const std::vector<std::string> crate_modules{"", "ring", "wire", "wire::deep", "inside", "made"};

namespace {

constexpr auto* wide = "feature = \"wide\"";

std::string condition(bool holds, const Unit& unit) {
    const bool is_plain = crate_form(unit).has_feature == holds;
    return is_plain ? "#[cfg(" + std::string(wide) + ")]" : "#[cfg(not(" + std::string(wide) + "))]";
}

/// Some fields are there because of the feature, and beside some stands one that the feature takes away.
std::string fields_of(const Unit& unit, const Shape& shape) {
    constexpr std::size_t every = 4;
    std::string text;
    for (std::size_t i = 0; i < shape.members.size(); ++i) {
        const auto& member = shape.members[i];
        if (i % every == 1) text += "    " + condition(true, unit) + "\n";
        if (i % every == 2) text += "    " + condition(false, unit) + "\n    pub gone" + std::to_string(i) + ": u64,\n";
        text += std::string("    ") + (member.is_private ? "" : "pub ") + member.name + ": " +
                rust_type(unit, member, shape.module) + ",\n";
    }
    return text;
}

std::string record_text(const Unit& unit, const Shape& shape) {
    const auto visible = std::string(shape.is_private ? "" : "pub ");
    const auto keyword = std::string(shape.is_union ? "union " : "struct ");
    auto text = rust_attributes(shape) + visible + keyword + shape.tag + " {\n" + fields_of(unit, shape) + "}\n";
    // Under the other condition, the same name means another record.
    if (shape.members.size() % 3 != 0) return text;
    return condition(false, unit) + "\n#[repr(C)]\n#[derive(Clone, Copy)]\n" + visible + keyword + shape.tag +
           " {\n    pub gone: u32,\n}\n" + condition(true, unit) + "\n" + text;
}

std::string body_of(const Unit& unit, const std::string& module) {
    std::string text;
    if (module.empty()) {
        for (const auto& one : unit.enums) text += rust_enum(one);
    }
    for (const auto& shape : unit.shapes) {
        if (shape.module == module) text += record_text(unit, shape);
    }
    return text;
}

/// One text: `more_of` is what a module has beside its records.
template <typename More>
std::string in_one(const Unit& unit, const More& more_of) {
    const auto whole = [&](const std::string& module) { return body_of(unit, module) + more_of(module); };
    const auto within = [](const std::string& name, const std::string& text) {
        return "pub mod " + name + " {\n" + text + "}\n";
    };
    return whole("") + within("ring", whole("ring")) +
           within("wire", whole("wire") + within("deep", whole("wire::deep"))) + within("inside", whole("inside")) +
           within("made", whole("made"));
}

std::string array_of(const std::vector<std::string>& words) {
    std::string text = "[u64; " + std::to_string(words.size()) + "] = [\n";
    for (const auto& word : words) text += "    " + word + ",\n";
    return text + "];\n";
}

std::vector<std::string> words_of(const Unit& unit, const Subject& subject) {
    const auto size_of = [](const std::string& type) { return "8 * core::mem::size_of::<" + type + ">() as u64"; };
    std::vector<std::string> words{"core::mem::size_of::<" + subject.type + ">() as u64",
                                   "core::mem::align_of::<" + subject.type + ">() as u64"};
    for (std::size_t f = 0; f < subject.asked.size(); ++f) {
        const auto& member = *subject.asked[f].member;
        const auto& module = subject.top->module;
        words.push_back("8 * core::mem::offset_of!(" + subject.type + ", " + member.name + ") as u64");
        words.push_back(size_of(rust_type(unit, member, module)));
        words.push_back(size_of(rust_element(unit, member, module)));
        words.push_back(std::to_string(table_kind(subject.record.fields[f].type.kind)));
        words.push_back(rust_sign(unit, member));
    }
    return words;
}

}  // namespace

bool is_visible(const Shape& shape, const std::string& from) {
    return !shape.is_private || shape.module.empty() || from == shape.module || from.starts_with(shape.module + "::");
}

std::string path_in_crate(const std::string& module, const std::string& tag, const std::string& from) {
    if (module == from) return tag;
    return "crate::" + (module.empty() ? "" : module + "::") + tag;
}

CrateForm crate_form(const Unit& unit) {
    constexpr std::array editions{"2021", "2018", "2024"};
    return {.edition = editions.at(unit.form % editions.size()),
            .has_feature = unit.form % 4 != 3,
            .is_default = unit.form % 4 == 1,
            .has_build_script = unit.form % 2 == 0};
}

std::vector<std::pair<std::string, std::string>> write_crate(const Unit& unit) {
    const auto form = crate_form(unit);
    const std::string made = form.has_build_script ? "concat!(env!(\"OUT_DIR\"), \"/made.rs\")" : "\"../made/made.rs\"";
    std::vector<std::pair<std::string, std::string>> files{
        {"Cargo.toml", "[package]\nname = \"unit\"\nversion = \"0.1.0\"\nedition = \"" + form.edition +
                           "\"\n\n[features]\ndefault = [\"wide\"]\nwide = []\n"},
        {"src/lib.rs", "#![no_std]\nmod ring;\nmod wire;\npub mod inside {\n" + body_of(unit, "inside") +
                           "}\nmod made {\n    include!(" + made + ");\n}\n" + body_of(unit, "")},
        {"src/ring.rs", body_of(unit, "ring")},
        {"src/wire/mod.rs", "pub mod deep;\n" + body_of(unit, "wire")},
        {"src/wire/deep.rs", body_of(unit, "wire::deep")}};
    if (form.has_build_script) {
        files.emplace_back("build.rs",
                           "fn main() {\n    let out = std::path::PathBuf::from(std::env::var(\"OUT_DIR\").unwrap());\n"
                           "    std::fs::write(out.join(\"made.rs\"), r###\"" +
                               body_of(unit, "made") + "\"###).unwrap();\n}\n");
    } else {
        files.emplace_back("made/made.rs", body_of(unit, "made"));
    }
    return files;
}

std::string write_crate_declarations(const Unit& unit) {
    return in_one(unit, [](const std::string&) { return std::string(); });
}

std::string write_crate_table(const Unit& unit, const std::vector<Subject>& subjects) {
    std::vector<std::string> all;
    for (std::size_t s = 0; s < subjects.size(); ++s) {
        const auto table = path_in_crate(subjects[s].top->module, "TABLE" + std::to_string(s), "");
        const auto count = words_of(unit, subjects[s]).size();
        for (std::size_t i = 0; i < count; ++i) all.push_back(table + "[" + std::to_string(i) + "]");
    }
    all.emplace_back("0");
    const auto tables = [&](const std::string& module) {
        std::string text;
        for (std::size_t s = 0; s < subjects.size(); ++s) {
            if (subjects[s].top->module != module) continue;
            const auto number = std::to_string(s);
            text += "pub const TABLE" + number + ": " + array_of(words_of(unit, subjects[s])) +
                    "#[no_mangle]\npub fn look_at_" + number + "(_: &" + subjects[s].type + ") {}\n";
        }
        return text;
    };
    return "#![no_std]\n" + in_one(unit, tables) +
           "#[link_section = \".truth\"]\n#[used]\nstatic TRUTH: " + array_of(all);
}

}  // namespace abi::truth
