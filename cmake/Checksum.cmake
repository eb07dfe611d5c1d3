# SPDX-License-Identifier: Apache-2.0
#
# cmake -DFILES=... -DNAME=... -DOUTPUT=... -P Checksum.cmake: writes a header that defines NAME, a
# checksum over the files' content.
set(all "")
foreach(file IN LISTS FILES)
  file(SHA256 "${file}" sum)
  string(APPEND all "${sum}\n")
endforeach()
string(SHA256 sum "${all}")
file(WRITE "${OUTPUT}" "#define ${NAME} \"${sum}\"\n")
