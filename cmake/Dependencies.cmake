# Foreign libraries, all from Debian 12, with the version the code was written against.
# Each enters by one door: docs in ARCHITECTURE.md, section "Foreign libraries".
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(fmt 9.1 REQUIRED)
# Static where Debian has the archive: loading shared objects is most of the program's start-up
# time (docs/decisions/0004-static-libraries.md).
set(OPENSSL_USE_STATIC_LIBS TRUE)
find_package(OpenSSL 3.0 REQUIRED)
# Headers only; libboost1.81-dev, not the default 1.74.
find_package(Boost 1.81 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(doctest 2.4 REQUIRED)
pkg_check_modules(libyaml REQUIRED yaml-0.1>=0.2.5)
pkg_check_modules(libcrypt REQUIRED libcrypt>=4.4)

# tutor_static_library(<target> <pkg-config prefix> <file>)
function(tutor_static_library target prefix file)
  find_library(${prefix}_archive NAMES ${file} HINTS ${${prefix}_LIBRARY_DIRS} REQUIRED)
  add_library(${target} INTERFACE IMPORTED GLOBAL)
  target_include_directories(${target} INTERFACE ${${prefix}_INCLUDE_DIRS})
  target_link_libraries(${target} INTERFACE ${${prefix}_archive})
endfunction()
tutor_static_library(tutor_foreign::yaml libyaml libyaml.a)
tutor_static_library(tutor_foreign::crypt libcrypt libcrypt.a)
