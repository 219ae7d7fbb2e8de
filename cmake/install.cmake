# `cmake --install` and CPack: the program, what it needs beside it (read/clang/home.h), and what its users need.
install(TARGETS abi-check RUNTIME DESTINATION bin)
# The folder may be a link, so what lies in it is installed.
get_filename_component(resources ${LLVM_LIBRARY_DIR}/clang/${LLVM_VERSION_MAJOR} REALPATH)
install(DIRECTORY ${resources}/include DESTINATION lib/abi-check/clang/${LLVM_VERSION_MAJOR})
# Lists that sanitizers read; clang refuses some of their flags without them.
install(DIRECTORY ${resources}/share DESTINATION lib/abi-check/clang/${LLVM_VERSION_MAJOR} OPTIONAL)
# For jobs of CI services; the template of GitLab starts the first.
install(PROGRAMS abi-check/ci/abi-check-ci DESTINATION bin)
install(FILES abi-check/ci/gitlab.yml abi-check/ci/bazel/abi_check.bzl DESTINATION share/abi-check/ci)
install(DIRECTORY abi-check/include/abi DESTINATION include)
install(DIRECTORY spec/ DESTINATION share/abi-check/schemas FILES_MATCHING PATTERN "*.schema.json")

include(CMakePackageConfigHelpers)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/AbiCheckConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES abi-check/cmake/AbiCheckConfig.cmake ${PROJECT_BINARY_DIR}/AbiCheckConfigVersion.cmake
  DESTINATION lib/cmake/AbiCheck)

set(pages ${PROJECT_BINARY_DIR}/pages)
install(FILES ${pages}/abi-check.1 DESTINATION share/man/man1)
install(FILES ${pages}/abi-check.bash DESTINATION share/bash-completion/completions RENAME abi-check)
# Debian's zsh looks into the second folder, other systems' into the first.
install(FILES ${pages}/_abi-check DESTINATION share/zsh/site-functions)
install(FILES ${pages}/_abi-check DESTINATION share/zsh/vendor-completions)
install(FILES ${pages}/abi-check.fish DESTINATION share/fish/vendor_completions.d)
install(FILES LICENSE DESTINATION share/doc/abi-check RENAME copyright)
# A program that holds other libraries comes with their licences.
if(ABI_CHECK_STATIC)
  foreach(package llvm-19-dev libclang-19-dev zlib1g-dev libzstd-dev libtinfo6 libfmt-dev nlohmann-json3-dev
      libvalijson-dev libstdc++-12-dev)
    install(FILES /usr/share/doc/${package}/copyright DESTINATION share/doc/abi-check/licences RENAME ${package} OPTIONAL)
  endforeach()
endif()

if(ABI_CHECK_HOMEPAGE)
  set(CPACK_DEBIAN_PACKAGE_HOMEPAGE ${ABI_CHECK_HOMEPAGE})
endif()
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME abi-check)
set(CPACK_PACKAGE_VENDOR abi-check)
set(ABI_CHECK_CONTACT "abi-check <abi-check@localhost>" CACHE STRING "Maintainer that the Debian package names")
set(CPACK_PACKAGE_CONTACT ${ABI_CHECK_CONTACT})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "check that all layers that share memory agree on its bytes")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"abi-check extracts the layouts of records that C, C++, Zig, Rust, Nim and Go
declare, or that compiled files hold in their debug information, compares
them with one spec or with each other for any target, and reports which
declaration differs, in which field, at which line.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
# ci/package sets CPACK_DEBIAN_PACKAGE_DEPENDS to the C library. git serves --diff and explain --rev.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "git")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "clang-19, gcc, libboost-dev, rustc, golang-go, nim")
set(CPACK_STRIP_FILES OFF)
include(CPack)
