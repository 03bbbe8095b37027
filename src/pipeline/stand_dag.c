/* stand_dag.c - the periods of a stand as far as a day needs them */
#include "stand_dag.h"

struct bp_dag_periode stand_dag_periode(const struct bp_stand_periode *periode)
{
    bool dlr = bp_str_equal(periode->leerroute, BP_STR("DLR"));
    bool glr = bp_str_equal(periode->leerroute, BP_STR("GLR"));
    bool mbo = bp_str_equal(periode->leerroutefase, BP_STR("MBO"));
    return (struct bp_dag_periode){
        .van = periode->begin,
        .soort = dlr   ? BP_ROUTE_DLR
                 : glr ? BP_ROUTE_GLR
                       : BP_ROUTE_REGULIER,
        .fase = !dlr && !glr ? BP_FASE_GEEN
                : mbo        ? BP_FASE_MBO
                             : BP_FASE_VO,
        .bekostigbaar = periode->bekostigbaar,
    };
}
