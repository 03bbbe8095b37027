/* stand_dag.h - the periods of a stand as far as a day needs them
 * PURPOSE    route, phase and fundable of a period, from the words that a message states
 * THREADS    any
 */
#ifndef BRONPOST_PIPELINE_STAND_DAG_H
#define BRONPOST_PIPELINE_STAND_DAG_H

#include "bronpost/domain/dagstand.h"
#include "bronpost/input/overzicht.h"

struct bp_dag_periode stand_dag_periode(const struct bp_stand_periode *periode);

#endif
