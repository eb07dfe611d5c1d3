# Foreign libraries, all from Debian 12, with the version the code was written against.
# Each enters by one door: docs in ARCHITECTURE.md, section "Foreign libraries".
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(fmt 9.1 REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(doctest 2.4 REQUIRED)
pkg_check_modules(libyaml REQUIRED IMPORTED_TARGET yaml-0.1>=0.2.5)
pkg_check_modules(libcrypt REQUIRED IMPORTED_TARGET libcrypt>=4.4)
