# tutor_add_plugin(<name> <source>...)
#
# A plugin <name>.so from C or C++ sources. Put it into the folder that `tutor plugins printroot`
# prints, then: tutor plugins enable <name>
function(tutor_add_plugin name)
  add_library(${name} MODULE ${ARGN})
  target_link_libraries(${name} PRIVATE tutor::plugin)
  target_compile_features(${name} PRIVATE cxx_std_20)
  set_target_properties(${name} PROPERTIES
    PREFIX "" SUFFIX ".so" CXX_VISIBILITY_PRESET hidden C_VISIBILITY_PRESET hidden
    VISIBILITY_INLINES_HIDDEN ON)
endfunction()
