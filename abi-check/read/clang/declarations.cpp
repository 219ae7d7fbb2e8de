#include "read/clang/declarations.h"

#include <algorithm>
#include <unordered_map>

#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Sema/Sema.h"
#include "model/typedef_name.h"
#include "read/clang/constants.h"
#include "read/clang/names.h"
#include "read/clang/place.h"
#include "read/clang/records.h"
#include "read/clang/tail.h"
#include "read/layout_names.h"

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

/// Of a namespace without a name, or an instance of a template for such a type (C++ [basic.link]). C has no such types.
bool has_internal_linkage(const clang::TagDecl& tag) {
    return tag.isInAnonymousNamespace() || tag.getLinkageInternal() == clang::Linkage::Internal ||
           tag.getLinkageInternal() == clang::Linkage::UniqueExternal;
}

/// First the walk collects what is wanted, so that all typedefs are known. Then records and enumerations are read, and
/// those that they hold are added to the end of the queue, until the queue is empty.
class DeclarationReader {
  public:
    DeclarationReader(clang::CompilerInstance& compiler, const Wishes& wishes, const std::string& root, Bodies bodies,
                      const Dropped& dropped)
        : compiler_(compiler),
          context_(compiler.getASTContext()),
          wishes_(wishes),
          bodies_(bodies),
          dropped_(dropped),
          wanted_(wishes.names, context_),
          places_(compiler.getSourceManager(), root) {}

    UnitLayout read() {
        found_.byte_order = context_.getTargetInfo().isBigEndian() ? ByteOrder::big : ByteOrder::little;
        if (wanted_.nothing()) return std::move(found_);
        macros_ = read_tail_constants(tail_names(wishes_), context_, compiler_.getPreprocessor(), places_);
        for (const auto& macro : macros_) macro_values_.emplace(macro.name, macro.value);
        walk(*context_.getTranslationUnitDecl());
        for (const auto& asked : read_tail_types(wishes_.names, context_)) note_alias(*asked.declared, asked.name);
        for (std::size_t next = 0; next < queue_.size(); ++next) read_tag(Queued(queue_[next]));
        for (const auto* anonymous : anonymous_enums_) read_anonymous(*anonymous);
        for (const auto* variable : variables_) {
            if (auto constant = read_variable(*variable, places_)) add_declared(std::move(*constant), *variable);
        }
        std::ranges::move(scoped_enumerators_, std::back_inserter(found_.constants));
        const auto values = values_of_enums();
        for (auto& macro : macros_) {
            // `enum { A }; #define A A` is one constant, and its enumeration has it already.
            const auto [first, last] = values.equal_range(macro.name);
            const auto is_same = [&](const auto& value) { return value.second == macro.value; };
            if (std::none_of(first, last, is_same)) found_.constants.push_back(std::move(macro));
        }
        return std::move(found_);
    }

  private:
    struct Queued {
        const clang::TagDecl* tag;  // the definition if there is one
        std::string alias;          // "" for its own name
        const clang::TypedefNameDecl* declared_alias = nullptr;
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
            const bool is_any = wanted_.everything() && !variable.isTemplated() && !is_system(variable) &&
                                !(variable.getIdentifier() != nullptr && is_in_tail(variable.getName()));
            if (is_any || wanted_.value_named(variable)) variables_.push_back(&variable);
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
        // A declaration without a definition counts only if it is asked for.
        const bool counts =
            record.isThisDeclarationADefinition() || (!wanted_.everything() && record.getDefinition() == nullptr);
        if (counts && !is_anonymous_member(record) && is_wanted(record)) enqueue(record);
        if (record.isThisDeclarationADefinition()) walk(record);
    }

    void note_enum(const clang::EnumDecl& declared) {
        if (!declared.isThisDeclarationADefinition() || is_template_pattern(declared)) return;
        if (wanted_.everything() && is_system(declared)) return;
        if (!has_name(declared)) return anonymous_enums_.push_back(&declared);
        for (const auto* one : declared.enumerators()) note_enumerator(*one, declared);
        const bool wanted = is_wanted(declared) || std::ranges::any_of(declared.enumerators(), [&](const auto* one) {
                                return wanted_.value_named(*one);
                            });
        if (wanted) enqueue(declared);
    }

    void note_enumerator(const clang::EnumConstantDecl& enumerator, const clang::EnumDecl& owner) {
        auto name = wanted_.name_with_scope(enumerator, owner);
        if (name.empty()) return;
        auto constant = read_enumerator(enumerator, owner, places_);
        constant.name = std::move(name);
        scoped_enumerators_.push_back(std::move(constant));
    }

    /// With `typedef struct tag X;` the record can be asked for as X. If everything is wanted, X does not count,
    /// because the layout would have each such record twice. An instance of a template has no better name than X.
    void note_typedef(const clang::TypedefNameDecl& alias) {
        note_namesake(alias);
        if (wishes_.typedefs && wanted_.everything() && !alias.isImplicit() && !is_system(alias)) note_size(alias);
        const bool counts = wanted_.everything() ? names_instance(alias) : wanted_.named(alias);
        if (counts) note_alias(alias, qualified_name(alias));
    }

    /// Whether a typedef of the user names an instance of a template of the user: `using CmdRing = Ring<Cmd, 16>;`.
    bool names_instance(const clang::TypedefNameDecl& alias) const {
        const auto type = alias.getUnderlyingType();
        const auto* tag = type->isDependentType() ? nullptr : type->getAsTagDecl();
        const bool is_instance = tag != nullptr && llvm::isa<clang::ClassTemplateSpecializationDecl>(tag);
        return is_instance && !is_system(alias) && !is_system(*tag);
    }

    /// `typedef struct T { … } T __attribute__((aligned(64)));`: T means the typedef.
    void note_namesake(const clang::TypedefNameDecl& alias) {
        const auto type = alias.getUnderlyingType();
        const auto* tag = type->isDependentType() ? nullptr : type->getAsTagDecl();
        if (tag == nullptr || tag->getIdentifier() == nullptr || tag->getIdentifier() != alias.getIdentifier()) return;
        if (qualified_name(*tag) == qualified_name(alias)) namesakes_.try_emplace(tag->getCanonicalDecl(), &alias);
    }

    /// A typedef of a record or an enumeration is compared as that one.
    void note_size(const clang::TypedefNameDecl& alias) {
        const auto type = alias.getUnderlyingType();
        if (type->isDependentType() || type->isIncompleteType() || !type->isScalarType() || type->isEnumeralType())
            return;
        Constant constant;
        constant.name = typedef_name(qualified_name(alias));
        constant.type = type_of(type, context_, [](const auto&, auto) { return std::string(); });
        constant.value.low = constant.type.width_bits / 8;
        constant.place = places_.of(alias.getSourceRange());
        found_.constants.push_back(std::move(constant));
    }

    void note_alias(const clang::TypedefNameDecl& alias, const std::string& name) {
        const auto type = alias.getUnderlyingType();
        if (type->isDependentType()) return;
        compiler_.getSema().isCompleteType(alias.getLocation(),
                                           type);  // instantiates a template
        const auto* tag = type->getAsTagDecl();
        if (tag == nullptr || is_template_pattern(*tag)) return;
        const bool is_own = own_name(*tag) == name;
        const bool is_instance = llvm::isa<clang::ClassTemplateSpecializationDecl>(tag);
        if (is_own && !is_instance && has_name(*tag)) return;  // typedef struct X X;
        enqueue(*tag, is_own ? std::string() : name, &alias);
    }

    std::string own_name(const clang::TagDecl& tag) {
        if (const auto* given = layout_names_.given(tag.getCanonicalDecl())) return *given;
        const auto* alias = tag.getTypedefNameForAnonDecl();
        return alias != nullptr ? qualified_name(*alias) : wanted_.spelled(qualified_name(tag));
    }

    void enqueue(const clang::TagDecl& tag, const std::string& alias = {},
                 const clang::TypedefNameDecl* declared_alias = nullptr) {
        if (!layout_names_.add(tag.getCanonicalDecl(), alias)) return;
        const auto* definition = tag.getDefinition();
        queue_.push_back({definition != nullptr ? definition : &tag, alias, declared_alias});
    }

    /// The name by which a field calls its tag. What a record holds is in the layout, too.
    std::string name_of(const clang::TagDecl& tag, clang::QualType written, const TagOwner& owner,
                        const std::string& holder) {
        const auto* canonical = tag.getCanonicalDecl();
        auto alias = layout_names_.alias_for(canonical, [&](const auto& is_it) { visit_typedefs(written, is_it); });
        if (!alias.empty()) return alias;
        if (!has_name(tag)) {
            const auto declarer = owner.base != nullptr ? name_of_base(*owner.base) : holder;
            layout_names_.give(canonical, declarer + "::" + owner.field);
        }
        enqueue(tag);
        return own_name(tag);
    }

    std::string name_of_base(const clang::RecordDecl& base) {
        auto alias = layout_names_.alias_for(base.getCanonicalDecl(), [](const auto&) {});
        return alias.empty() ? own_name(base) : alias;
    }

    template <typename Visit>
    void visit_typedefs(clang::QualType written, Visit is_it) const {
        for (;;) {
            const auto* alias = llvm::dyn_cast<clang::TypedefType>(written.getTypePtr());
            if (alias != nullptr && is_it(qualified_name(*alias->getDecl()))) return;
            const auto next = written.getSingleStepDesugaredType(context_);
            if (next == written) return;
            written = next;
        }
    }

    /// The typedef that names a tag in the layout, or null. C11 6.7p3 lets a name be declared again; clang's last
    /// declaration has the attributes of all.
    const clang::TypedefNameDecl* naming_typedef(const Queued& queued) const {
        const auto* alias = queued.alias.empty() ? queued.tag->getTypedefNameForAnonDecl() : queued.declared_alias;
        if (alias == nullptr && queued.alias.empty()) alias = namesakes_.lookup(queued.tag->getCanonicalDecl());
        return alias != nullptr ? alias->getMostRecentDecl() : nullptr;
    }

    void read_tag(const Queued& queued) {
        const auto name = queued.alias.empty() ? own_name(*queued.tag) : queued.alias;
        const bool is_local = queued.tag->getParentFunctionOrMethod() != nullptr;
        if (const auto* record = llvm::dyn_cast<clang::RecordDecl>(queued.tag)) {
            if (auto pragma = pragma_pack(*record); !pragma.empty()) found_.packed_by.push_back({name, pragma});
            auto made = read_record(*record, name, naming_typedef(queued), places_, dropped_,
                                    [&](const auto& inner, clang::QualType written, const TagOwner& owner) {
                                        return name_of(inner, written, owner, name);
                                    });
            made.unit_local = has_internal_linkage(*record);
            (is_local ? found_.local.records : found_.records).push_back(std::move(made));
        } else if (const auto* enumeration = llvm::dyn_cast<clang::EnumDecl>(queued.tag)) {
            (is_local ? found_.local.enums : found_.enums).push_back(read_enumeration(*enumeration, queued, name));
        }
    }

    /// Reads an enumeration. If the request does not name it, as for the type of a field, the enumerators that need
    /// their scope are left out: the request does not mean them by their names.
    Enum read_enumeration(const clang::EnumDecl& declared, const Queued& queued, const std::string& name) {
        auto made = read_enum(declared, name, places_);
        if (wanted_.everything() || !queued.alias.empty() || is_wanted(declared)) return made;
        for (const auto* one : declared.enumerators()) {
            if (needs_scope(*one) && wanted_.named(*one) && !wanted_.value_named(*one))
                std::erase_if(made.enumerators, [&](const auto& other) { return other.name == one->getName(); });
        }
        return made;
    }

    void read_anonymous(const clang::EnumDecl& declared) {
        if (layout_names_.has(declared.getCanonicalDecl())) return;  // the type of a field
        for (const auto* enumerator : declared.enumerators()) {
            if (wanted_.everything() || wanted_.value_named(*enumerator))
                add_declared(read_enumerator(*enumerator, declared, places_), declared);
        }
    }

    std::unordered_multimap<std::string, Integer> values_of_enums() const {
        std::unordered_multimap<std::string, Integer> values;
        for (const auto& one : found_.enums) {
            for (const auto& enumerator : one.enumerators) values.emplace(enumerator.name, enumerator.value);
        }
        return values;
    }

    /// `enum { MAX }; #define MAX (MAX - 1)`: behind these lines MAX means the macro.
    bool is_hidden_by_macro(const Constant& constant) const {
        if (!wanted_.everything()) {
            const auto [first, last] = macro_values_.equal_range(constant.name);
            return std::any_of(first, last, [&](const auto& macro) { return macro.second != constant.value; });
        }
        const auto identifier = context_.Idents.find(constant.name);
        if (identifier == context_.Idents.end()) return false;
        const auto* macro = compiler_.getPreprocessor().getMacroInfo(identifier->second);
        if (macro == nullptr || !macro->isObjectLike()) return false;
        const bool is_itself =
            macro->getNumTokens() == 1 && macro->getReplacementToken(0).getIdentifierInfo() == identifier->second;
        return !is_itself;
    }

    void add_declared(Constant constant, const clang::Decl& declaration) {
        if (is_hidden_by_macro(constant)) return;
        const bool is_local = declaration.getParentFunctionOrMethod() != nullptr;
        (is_local ? found_.local.constants : found_.constants).push_back(std::move(constant));
    }

    clang::CompilerInstance& compiler_;
    clang::ASTContext& context_;
    const Wishes& wishes_;
    Bodies bodies_;
    const Dropped& dropped_;
    Wanted wanted_;
    Places places_;
    UnitLayout found_;
    std::vector<Constant> macros_;  // among the names asked for
    std::unordered_multimap<std::string, Integer> macro_values_;

    std::vector<Queued> queue_;
    LayoutNames<const clang::TagDecl*> layout_names_;
    llvm::DenseMap<const clang::TagDecl*, const clang::TypedefNameDecl*> namesakes_;  // typedefs named like their tags
    std::vector<const clang::EnumDecl*> anonymous_enums_;
    std::vector<const clang::VarDecl*> variables_;
    std::vector<Constant> scoped_enumerators_;
};

}  // namespace

std::vector<std::string> tail_names(const Wishes& wishes) {
    auto names = wishes.names;
    names.insert(names.end(), wishes.macros.begin(), wishes.macros.end());
    return names;
}

UnitLayout read_declarations(clang::CompilerInstance& compiler, const Wishes& wishes, const std::string& root,
                             Bodies bodies, const Dropped& dropped) {
    return DeclarationReader(compiler, wishes, root, bodies, dropped).read();
}

}  // namespace abi::clang_reader
