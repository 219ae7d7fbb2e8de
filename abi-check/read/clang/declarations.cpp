#include "read/clang/declarations.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Sema/Sema.h"
#include "read/clang/constants.h"
#include "read/clang/names.h"
#include "read/clang/place.h"
#include "read/clang/records.h"
#include "read/clang/tail.h"

namespace abi::clang_reader {
namespace {

bool is_template_pattern(const clang::TagDecl& tag) {
    if (tag.isDependentContext()) return true;
    const auto* cxx = llvm::dyn_cast<clang::CXXRecordDecl>(&tag);
    return cxx != nullptr && (cxx->getDescribedClassTemplate() != nullptr || cxx->isLambda());
}

bool is_anonymous_member(const clang::TagDecl& tag) {
    const auto* record = llvm::dyn_cast<clang::RecordDecl>(&tag);
    return record != nullptr && record->isAnonymousStructOrUnion();
}

bool has_name(const clang::TagDecl& tag) {
    return tag.getIdentifier() != nullptr || tag.getTypedefNameForAnonDecl() != nullptr;
}

/// First the walk notes what is wanted, so that all typedefs are known; then
/// records and enumerations are read, and those that they hold are added behind
/// them, until nothing new turns up.
class DeclarationReader {
  public:
    DeclarationReader(clang::CompilerInstance& compiler, const std::vector<std::string>& names, const std::string& root,
                      Bodies bodies, const std::vector<UnknownAttribute>& unknown)
        : compiler_(compiler),
          context_(compiler.getASTContext()),
          names_(names),
          bodies_(bodies),
          unknown_(unknown),
          wanted_(names, context_),
          places_(compiler.getSourceManager(), root) {}

    UnitLayout read() {
        found_.byte_order = context_.getTargetInfo().isBigEndian() ? ByteOrder::big : ByteOrder::little;
        if (wanted_.nothing()) return std::move(found_);
        macros_ = read_tail_constants(names_, context_, compiler_.getPreprocessor(), places_);
        walk(*context_.getTranslationUnitDecl());
        for (const auto& asked : read_tail_types(names_, context_)) note_alias(*asked.declared, asked.name);
        for (std::size_t next = 0; next < queue_.size(); ++next)
            read_tag(*queue_[next].tag, std::string(queue_[next].name));
        for (const auto* anonymous : anonymous_enums_) read_anonymous(*anonymous);
        for (const auto* variable : variables_) {
            if (auto constant = read_variable(*variable, places_)) add_declared(std::move(*constant));
        }
        for (auto& one : scoped_enumerators_) add(std::move(one));
        for (auto& macro : macros_) {
            // `enum { A }; #define A A` is one constant, and an enumerator is in its
            // enumeration already.
            if (!is_enumerator(macro)) add(std::move(macro));
        }
        return std::move(found_);
    }

  private:
    struct Named {
        const clang::TagDecl* tag;  // the definition if there is one
        std::string name;
    };

    void walk(const clang::DeclContext& scope) {
        for (const auto* declaration : scope.decls()) note(*declaration);
    }

    void note(const clang::Decl& declaration) {
        switch (declaration.getKind()) {
        case clang::Decl::Namespace:
            if (wanted_.everything() && llvm::cast<clang::NamespaceDecl>(declaration).isAnonymousNamespace()) return;
            return walk(llvm::cast<clang::NamespaceDecl>(declaration));
        case clang::Decl::LinkageSpec: return walk(llvm::cast<clang::LinkageSpecDecl>(declaration));
        case clang::Decl::Export: return walk(llvm::cast<clang::ExportDecl>(declaration));
        case clang::Decl::Record:
        case clang::Decl::CXXRecord:
        case clang::Decl::ClassTemplateSpecialization: return note_record(llvm::cast<clang::RecordDecl>(declaration));
        case clang::Decl::Enum: return note_enum(llvm::cast<clang::EnumDecl>(declaration));
        case clang::Decl::Typedef:
        case clang::Decl::TypeAlias: return note_typedef(llvm::cast<clang::TypedefNameDecl>(declaration));
        case clang::Decl::Var: {
            const auto& variable = llvm::cast<clang::VarDecl>(declaration);
            if (wanted_.named(variable)) variables_.push_back(&variable);
            return;
        }
        default: return note_function(declaration);
        }
    }

    void note_function(const clang::Decl& declaration) {
        if (bodies_ == Bodies::skipped) return;
        const auto* function = llvm::dyn_cast<clang::FunctionDecl>(&declaration);
        if (function != nullptr && !function->isDependentContext()) walk(*function);
    }

    /// Whether a definition is to be read under its own name.
    bool is_wanted(const clang::TagDecl& tag) const {
        if (wanted_.everything()) return has_name(tag) && !is_system(tag);
        const auto* alias = tag.getTypedefNameForAnonDecl();
        return alias != nullptr ? wanted_.named(*alias) : wanted_.named(tag);
    }

    bool is_system(const clang::Decl& declaration) const {
        const auto& sources = context_.getSourceManager();
        return sources.isInSystemHeader(sources.getExpansionLoc(declaration.getLocation()));
    }

    void note_record(const clang::RecordDecl& record) {
        if (record.isImplicit() || is_template_pattern(record)) return;
        // A declaration counts only where no definition follows, and only when it
        // is asked for.
        const bool counts =
            record.isThisDeclarationADefinition() || (!wanted_.everything() && record.getDefinition() == nullptr);
        if (counts && !is_anonymous_member(record) && is_wanted(record)) enqueue(record, own_name(record));
        if (record.isThisDeclarationADefinition()) walk(record);
    }

    void note_enum(const clang::EnumDecl& declared) {
        if (!declared.isThisDeclarationADefinition() || is_template_pattern(declared)) return;
        if (wanted_.everything() && is_system(declared)) return;
        if (!has_name(declared)) return anonymous_enums_.push_back(&declared);
        for (const auto* one : declared.enumerators()) note_enumerator(*one, declared);
        const bool wanted = is_wanted(declared) || std::ranges::any_of(declared.enumerators(), [&](const auto* one) {
                                return wanted_.named(*one);
                            });
        if (wanted) enqueue(declared, own_name(declared));
    }

    void note_enumerator(const clang::EnumConstantDecl& enumerator, const clang::EnumDecl& owner) {
        auto name = wanted_.name_with_scope(enumerator, owner);
        if (name.empty()) return;
        auto constant = read_enumerator(enumerator, owner, places_);
        constant.name = std::move(name);
        scoped_enumerators_.push_back(std::move(constant));
    }

    /// `typedef struct tag X;` makes the record findable as X. Only when X is
    /// asked for: a draft of everything would hold each record twice.
    void note_typedef(const clang::TypedefNameDecl& alias) {
        if (!wanted_.everything() && wanted_.named(alias)) note_alias(alias, qualified_name(alias));
    }

    void note_alias(const clang::TypedefNameDecl& alias, const std::string& name) {
        const auto type = alias.getUnderlyingType();
        if (type->isDependentType()) return;
        compiler_.getSema().isCompleteType(alias.getLocation(),
                                           type);  // instantiates a template
        const auto* tag = type->getAsTagDecl();
        if (tag == nullptr || is_template_pattern(*tag)) return;
        aliases_.insert(name);
        const bool is_instance = llvm::isa<clang::ClassTemplateSpecializationDecl>(tag);
        if (!is_instance && has_name(*tag) && own_name(*tag) == name) return;  // typedef struct X X;
        enqueue(*tag, name);
    }

    std::string own_name(const clang::TagDecl& tag) {
        if (const auto given = given_names_.find(tag.getCanonicalDecl()); given != given_names_.end()) {
            return given->second;
        }
        const auto* alias = tag.getTypedefNameForAnonDecl();
        return alias != nullptr ? qualified_name(*alias) : wanted_.spelled(qualified_name(tag));
    }

    void enqueue(const clang::TagDecl& tag, const std::string& name) {
        const auto* canonical = tag.getCanonicalDecl();
        if (!queued_.insert({canonical, name}).second) return;
        layout_names_[canonical].push_back(name);
        const auto* definition = tag.getDefinition();
        queue_.push_back({definition != nullptr ? definition : &tag, name});
    }

    /// Which of a tag's names a field means: the typedef it is written with if
    /// the layout knows it, else the first that is asked for, else the tag's own.
    /// What a record holds is in the layout too.
    std::string name_of(const clang::TagDecl& tag, clang::QualType written, const std::string& owner) {
        for (;;) {
            if (const auto* alias = llvm::dyn_cast<clang::TypedefType>(written.getTypePtr())) {
                auto name = aliases_.empty() ? std::string() : qualified_name(*alias->getDecl());
                if (queued_.contains({tag.getCanonicalDecl(), name})) return name;
            }
            const auto next = written.getSingleStepDesugaredType(context_);
            if (next == written) break;
            written = next;
        }
        const auto known = layout_names_.find(tag.getCanonicalDecl());
        if (known != layout_names_.end()) {
            const auto own = own_name(tag);
            const bool asked_for = std::ranges::find(known->second, own) != known->second.end();
            return asked_for ? own : known->second.front();
        }
        if (!has_name(tag)) given_names_.try_emplace(tag.getCanonicalDecl(), owner);
        auto name = own_name(tag);
        enqueue(tag, name);
        return name;
    }

    void read_tag(const clang::TagDecl& tag, const std::string& name) {
        if (const auto* record = llvm::dyn_cast<clang::RecordDecl>(&tag)) {
            found_.records.push_back(
                read_record(*record, name, places_, unknown_,
                            [this](const auto& inner, clang::QualType written, const std::string& owner) {
                                return name_of(inner, written, owner);
                            }));
        } else if (const auto* enumeration = llvm::dyn_cast<clang::EnumDecl>(&tag)) {
            found_.enums.push_back(read_enum(*enumeration, name, places_));
        }
    }

    void read_anonymous(const clang::EnumDecl& declared) {
        if (layout_names_.contains(declared.getCanonicalDecl())) return;  // the type of a field
        for (const auto* enumerator : declared.enumerators()) {
            if (wanted_.everything() || wanted_.named(*enumerator))
                add_declared(read_enumerator(*enumerator, declared, places_));
        }
    }

    bool is_enumerator(const Constant& constant) const {
        return std::ranges::any_of(found_.enums, [&](const Enum& one) {
            return std::ranges::any_of(one.enumerators, [&](const Enumerator& enumerator) {
                return enumerator.name == constant.name && enumerator.value == constant.value;
            });
        });
    }

    /// `enum { MAX }; #define MAX (MAX - 1)`: whoever writes MAX from there on means the macro.
    bool is_hidden_by_macro(const Constant& constant) const {
        if (!wanted_.everything()) {
            return std::ranges::any_of(macros_, [&](const Constant& macro) {
                return macro.name == constant.name && macro.value != constant.value;
            });
        }
        const auto identifier = context_.Idents.find(constant.name);
        if (identifier == context_.Idents.end()) return false;
        const auto* macro = compiler_.getPreprocessor().getMacroInfo(identifier->second);
        if (macro == nullptr || !macro->isObjectLike()) return false;
        const bool is_itself =
            macro->getNumTokens() == 1 && macro->getReplacementToken(0).getIdentifierInfo() == identifier->second;
        return !is_itself;
    }

    void add_declared(Constant constant) {
        if (!is_hidden_by_macro(constant)) add(std::move(constant));
    }

    void add(Constant constant) {
        const auto [begin, end] = constants_.equal_range(constant.name);
        const bool known = std::any_of(
            begin, end, [&](const auto& entry) { return found_.constants[entry.second].value == constant.value; });
        if (known) return;
        constants_.emplace(constant.name, found_.constants.size());
        found_.constants.push_back(std::move(constant));
    }

    clang::CompilerInstance& compiler_;
    clang::ASTContext& context_;
    const std::vector<std::string>& names_;
    Bodies bodies_;
    const std::vector<UnknownAttribute>& unknown_;
    Wanted wanted_;
    Places places_;
    UnitLayout found_;
    std::vector<Constant> macros_;                                 // among the names asked for
    std::unordered_multimap<std::string, std::size_t> constants_;  // of found_, by name

    std::vector<Named> queue_;
    std::set<std::pair<const clang::TagDecl*, std::string>> queued_;
    std::unordered_map<const clang::TagDecl*, std::vector<std::string>> layout_names_;
    std::unordered_map<const clang::TagDecl*, std::string> given_names_;  // of tags that have none
    std::set<std::string> aliases_;
    std::vector<const clang::EnumDecl*> anonymous_enums_;
    std::vector<const clang::VarDecl*> variables_;
    std::vector<Constant> scoped_enumerators_;
};

}  // namespace

UnitLayout read_declarations(clang::CompilerInstance& compiler, const std::vector<std::string>& names,
                             const std::string& root, Bodies bodies, const std::vector<UnknownAttribute>& unknown) {
    return DeclarationReader(compiler, names, root, bodies, unknown).read();
}

}  // namespace abi::clang_reader
